import type { DemoArticle } from "../content.ts";

export const craftArticles: readonly DemoArticle[] = [
  {
    slug: "sharpening-is-listening",
    title: "Sharpening Is Listening",
    subtitle: "The stone tells you when. Your opinion was not asked for.",
    author: "leonie",
    category: "craft",
    tags: ["tools", "sound", "patience"],
    featured: true,
    body: `There is a drawer in my shop that contains four jigs for holding a chisel at the right angle. I bought them in the order of their price. They are in excellent condition.

Freehand sharpening looks like a trick and is mostly attention. You lay the bevel on the stone until it sits flat, and it will tell you: a flat bevel sticks a little to the wet surface, like a coin on a bar. Then you move it. While the angle holds, the sound is one long *shhh*. When you rock, the sound breaks into two. That is the whole feedback system, and it comes free with your ears.

After a minute, turn the blade over and draw your thumb *away* from the edge, never along it. If there is a burr, a little wire that catches the skin, you have reached the end of the steel. Everything before the burr is work. Everything after it is vanity.

Students always ask how sharp is sharp. I hand them a piece of pine and ask them to cut across the end grain. A dull edge crushes it white. A keen one leaves it dark and shining, like something wet. They go quiet then, and after that I don't have to teach them much.`,
    remarks: [
      '"Everything after it is vanity." My stropping habit and I will see ourselves out.',
      {
        by: "otis",
        text: "I've taught this to teenagers for twenty years and the sound is the only thing that ever works.",
      },
      "The coin on a bar! That is precisely the feeling.",
    ],
  },
  {
    slug: "the-glue-pot",
    title: "The Glue Pot",
    subtitle: "In favour of a glue that can change its mind.",
    author: "leonie",
    category: "craft",
    tags: ["wood", "repair", "history"],
    body: `Hide glue smells, for the first five minutes, like the truth about where it comes from. It must be soaked, then warmed to about sixty degrees and not much more, and it sets while you are still looking for the clamp. Modern glue comes in a bottle and asks for nothing. I use both. I trust the one with the smell.

Here is the reason. A chair will come apart. It is in the nature of chairs, which are pulled about by people leaning back to make a point. When a joint made with modern glue fails, it takes some of the wood with it, and the next repairer has to cut away sound timber to find a surface that will stick.

A joint made with hide glue lets go when you ask it: a little heat, a little damp, a thin knife, and it opens as cleanly as an envelope. New glue will bond with the old. The chair in my kitchen has been taken apart at least four times since about 1840, once by somebody who wrote *Hurry!* on the tenon in pencil.

Strength is a fine thing in a glue. But whoever made that chair thought of me, a stranger, a hundred and eighty years off, with a knife in her hand. I would like to be as polite.`,
    remarks: [
      { by: "bao", text: "Reversibility as politeness: this should be taught in software too." },
      "I need to know what the hurry was.",
    ],
  },
  {
    slug: "seven-ways-to-ruin-a-chair",
    title: "Seven Ways to Ruin a Chair",
    subtitle: "All of them tried by the author, some of them twice.",
    author: "leonie",
    category: "craft",
    tags: ["wood", "tools", "repair"],
    body: `1. **Measure everything.** A chair meets a body, and bodies are not in millimetres. Sit on it while it still hurts to change it.

2. **Use beautiful wood.** The grain that looks like a river at sunset is grain that runs out through the side of the leg. It will break along the sunset. Legs want the dullest, straightest stick in the yard, preferably split and not sawn.

3. **Trust a dry joint that is too easy.** If the tenon drops in, it will also drop out. It ought to need persuasion, though not a hammer that you would be ashamed to be seen with.

4. **Make all four legs the same length, then put it on your floor.** Your floor is a liar. Use a thing you know to be flat, and trim to that.

5. **Add one more stretcher to be on the safe side.** Now it is a fence.

6. **Sand it.** Sandpaper is for removing the evidence of having been in a hurry, and it removes the edges that the hand likes as well.

7. **Keep it.** The first chair should be given to somebody you see often. You will watch where they shift, what they hook a heel on, when they get up. There is no other way to learn what you have made, and they will not want to tell you.`,
    remarks: ["Number 5. I have built that fence.", "Gave my first chair to my sister in 2003. She sits beside it."],
  },
  {
    slug: "darning-in-public",
    title: "Darning in Public",
    subtitle: "What happens when you mend a sock on the 8:14.",
    author: "adaeze",
    category: "craft",
    tags: ["textiles", "repair", "trains"],
    body: `I took the sock out because the train had stopped between stations and I had finished my book. A darning mushroom, a needle, grey wool that did not quite match. Within two minutes I had an audience.

A darn is a small loom built over a hole. You run threads across, side by side, anchoring them well into the sound cloth, where the trouble has not arrived yet. Then you turn and weave through them, over and under. Most people pull too tight, and their mended heel looks like a healed quarrel. The new cloth ought to lie there as if it had nothing to prove.

The man opposite said that his mother used to do that. The woman beside him said that hers had refused to, on principle. A boy of nine asked why I did not just buy socks, and I said that I had, and this was them. He looked at the mushroom for a while and asked if he could do a row.

He did four. They were dreadful, and they are still holding. When the train moved, half of the carriage had told one another about a jumper. I have flown to conferences with worse discussions.`,
    remarks: [
      '"I said that I had, and this was them." Bravo.',
      "I mended a glove on a bus once and was given two sandwiches. Public mending is undervalued.",
    ],
  },
  {
    slug: "the-paper-has-a-grain",
    title: "The Paper Has a Grain",
    subtitle: "Why your book won't stay open, and other small betrayals.",
    author: "leonie",
    category: "craft",
    tags: ["paper", "tools"],
    body: `Take a sheet of paper and tear it down. The tear runs straight and well behaved. Now tear it across. It wanders off like a dog. You have just found the grain.

When paper is made on a machine, the fibres line up in the direction in which the web is running, as logs do in a river. From then on the sheet has a long way and a short way. It bends more easily along the one, and swells mostly across the other. Wet it, and it curls up to show you.

A bookbinder arranges everything in a book, sheets, boards, endpapers, with the grain running from head to tail, parallel to the spine. Then the leaves drape. They turn over and lie down. If the grain runs the other way, the pages stand up stiffly like a choir, the boards warp, and the reader needs two hands and an elbow. Nobody knows why they dislike the book. They think that it is the prose.

It costs nothing to get this right except in the printer's planning, where the sheet might have held one more page the other way about. I have on my shelf an elegant volume on the ethics of design, cross-grain throughout. It closes itself in protest at every chapter.`,
    remarks: [
      "Have just torn up half of my desk. You are right, and I have no paper left.",
      '"They think that it is the prose." My uncle, a printer, says: guilty, and sorry.',
    ],
  },
  {
    slug: "a-workbench-is-an-argument",
    title: "A Workbench Is an Argument",
    subtitle: "Show me the height of it and I will tell you what you believe.",
    author: "leonie",
    category: "craft",
    tags: ["wood", "tools", "measurement"],
    body: `The old rule is that a bench comes up to the knuckles of your hanging hand. That is for planing, where you push with your legs and your weight is above the work. Carvers want theirs at the elbow. Watchmakers sit with it under their chins. A bench at a standard height is a position in a debate that nobody remembers entering.

Mine is low, heavy and has a single vice. I built it from the floor joists of a school gymnasium, and it still bears, on the underside, some opinions about a Mr. Kuiper. It weighs as much as a horse. That is its chief virtue: whatever I do to the wood, the bench does not join in.

Visitors notice the holes. There are thirty-odd of them, bored at need over the years, for pegs and holdfasts, with no pattern that you could draw. Last year a student made a careful copy of my bench, holes and all. I told him that he had copied my arguments and not his own. Fill them in, I said, and bore the first when you have something to hold.

He now has a bench with two holes. They are in quite the wrong place. I envy him.`,
    remarks: [
      "Does anybody know what Mr. Kuiper did?",
      "My bench is too high because the previous owner was. I stand on a pallet and call it ergonomic.",
    ],
  },
  {
    slug: "apprentice-week-one",
    title: "Apprentice, Week One",
    subtitle: "Sweeping, in five lessons.",
    author: "leonie",
    category: "craft",
    tags: ["tools", "patience", "wood"],
    body: `*Monday.* You are given a broom. You had expected a chisel. You sweep with enthusiasm, and the dust, which had been lying on the floor, is now on a varnished table top. Lesson one: find out what is drying.

*Tuesday.* You sweep gently. You find under bench three a brass screw, under bench five a pencil, and you put both in the bin. The foreman takes them out, says nothing, and puts them on your bench. Lesson two: nothing on the floor is rubbish until it has been looked at.

*Wednesday.* You can tell from the heap who has been doing what. The long curls are Anneke, planing. The dust is the lathe. The crumbs that look like nothing at all are from Joost, who is paring dovetails, and there are fewer of them than you would make. Lesson three.

*Thursday.* You see that one plane leaves curls with a torn edge. You mention it. Anneke holds the iron up to the light, nods and walks to the stone. Nobody remarks on it, but at four there is a second biscuit.

*Friday.* You sweep at the end of the day and then stand there for a minute, because the floor is clean and you know where everything is. The foreman hands you a chisel. It is blunt.`,
    remarks: [
      "Second biscuit. I teared up at the second biscuit.",
      { by: "otis", text: "Reading this aloud to my class on Monday, with brooms." },
      '"It is blunt." Of course it is.',
    ],
  },
  {
    slug: "the-bookbinders-thread",
    title: "The Bookbinder's Thread",
    subtitle: "Forty centimetres of linen, and what it is holding together.",
    author: "leonie",
    category: "craft",
    tags: ["paper", "textiles", "repair"],
    body: `Inside the spine of a sewn book, where nobody looks, a thread goes in and out of the folded sheets, round the tapes, down to the next, and catches the one before with a little loop called a kettle stitch. It is the same gesture from the first section to the last. If you took everything else away, covers, glue, cloth and title, it would still be a book.

The thread should be linen, waxed, and thinner than you think. Thickness is not strength. A fat thread swells the back so that the spine grows wider than the fore-edge, and the book sits on the shelf like a wedge of cheese. You choose the thread by the number of sheets, the softness of the paper, and a feeling in the thumb that takes about ten years.

Repairing an old book, I sometimes find that the thread is the only sound thing left in it. The leather is powder, the boards have gone. I cut the thread anyway, since the holes have to be used again, and wind it on a card with the date. I've some from 1690.

It is an odd collection to be fond of: the part of each book that never had anything to say, and without which nothing would have been said in order.`,
    remarks: [
      "A collection of retired threads. I would pay to see that exhibition.",
      "The wedge of cheese! I own three of those wedges, all from my first year.",
    ],
  },
  {
    slug: "why-old-tools-have-initials",
    title: "Why Old Tools Have Initials",
    subtitle: "A plane with five owners, four of whom I will never meet.",
    author: "piotr",
    category: "craft",
    tags: ["tools", "history", "wood"],
    body: `The plane cost less than lunch. It lay in a crate at the flea market between a roller skate and a portrait of a bishop. On its toe there are five sets of initials, stamped one beneath the other: J.M., W. Koss, A.K., A.K. again in a different hand, and T.

Men marked their tools because a workshop was a crowd, and because the tools were theirs. A joiner brought his own chest to the job. In some trades, when work stopped and wages were owed, getting your chest out through the gate was the first thing on your mind. The stamp was a claim that would stand up before a foreman.

The second owner never removed the first. That is what moves me. He could have planed J.M. away in two strokes with the very tool in question. Instead he stamped his own name under it, as one signs a visitors' book. The two A.K.s are, I suppose, a father and a child.

I have a set of letter punches. They have lain on the bench beside the plane for a year. It cuts beautifully, I have had it in my hands on most days, and I still do not think that I have quite earned the sixth line.`,
    remarks: [
      "Stamp it, Piotr. The next owner will want to know.",
      "I have a chisel with my great-aunt's initials and she would haunt me if I removed them.",
    ],
  },
  {
    slug: "the-varnish-question",
    title: "The Varnish Question",
    subtitle: "Three violin makers, one dinner, no survivors.",
    author: "leonie",
    category: "craft",
    tags: ["wood", "sound", "history"],
    status: "in_review",
    notes: "Legal is happy as long as the makers stay unnamed. Please check the date of the tree-ring study.",
    body: `Ask one violin maker about varnish and you get a recipe. Ask three and you should move the glasses out of the way.

The first, at our table, held that varnish is the secret: that the Cremonese had something, a mineral, a resin, a rinse, and that the instruments sound as they do because of what was on them. The second held that varnish is a raincoat. It keeps out sweat and beer, and the less of it the better. The third said that she had heard the great ones in blind tests, that the players had often preferred the new, and would somebody pass the salt.

What they all agreed on came out slowly, over the cheese. The wood is alive to damp. A finish slows down its breathing without stopping it. Too thick, too hard, and you have sealed a singer in a bottle; too soft, and every hand that holds it leaves a signature.

"So what do you use?" I asked the third. She looked at the other two. "What my teacher used," she said. "And what did he use?" There was a pause in which you could have strung a viola. "He never let me see," she said. "He told me that it was varnish."`,
    remarks: [],
  },
];
