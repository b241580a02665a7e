import type { DemoArticle } from "../content.ts";

export const machineArticles: readonly DemoArticle[] = [
  {
    slug: "the-escapement",
    title: "The Escapement",
    subtitle: "Inside every mechanical clock something is being held back, politely, all day long.",
    author: "piotr",
    category: "machines",
    tags: ["clocks", "history", "sound"],
    featured: true,
    body: `A clock has a weight that wants to fall, and a train of wheels that would let it. Left to themselves they'd be done in about four seconds, with a noise. Everything that we call a clock is the business of preventing this.

The part which does it is the escapement. A wheel with pointed teeth tries to turn; a little anchor rocks to and fro above it, and lets exactly one tooth go by at each swing. Tick is one tooth caught. Tock is the next. What you hear is not time passing. It's time being refused.

The beautiful thing is that the tooth, as it slips away, gives the anchor a tiny push. That push goes to the pendulum and makes up for what it has lost to the air. So the pendulum tells the wheel when, and the wheel tells the pendulum to go on. Neither can do it alone. Customers bring me clocks in which one half was replaced by something stronger, and they race or they die.

A pendulum about a metre long takes one second each way, in any parlour. I set them going with a fingertip and then, for a minute, I do nothing. You have to listen till it's even. There's always a moment at which it stops being my push.`,
    remarks: [
      '"Time being refused." The man who repairs my watch has never said it so well, and he has tried.',
      "Level the clock by ear before anything else! Glad you mention the listening.",
      { by: "bao", text: "Feedback loops, explained in one paragraph, with a fingertip." },
    ],
  },
  {
    slug: "oil-and-the-ethics-of-the-squeak",
    title: "Oil, and the Ethics of the Squeak",
    subtitle: "A noise is a message. Think before you delete it.",
    author: "piotr",
    category: "machines",
    tags: ["maintenance", "sound", "repair"],
    body: `They call me because of the squeak. It has been going on for weeks and somebody in the office can't stand it any more. They would like me to make it stop. I could do that from the doorway, with a can.

But a squeak is two surfaces telling you that they're touching when they should not be. Oil will quieten them. It won't lift the one off the other. If the bearing has worn on one side, or the frame has sagged, then I've gagged a witness, and the next thing that anyone hears will be expensive.

So first I listen. Does it come once in a turn, or twice? Does it change when I lean on the housing? Warm or cold? I hold a long screwdriver against the casing and put my ear to the handle: a doctor would recognise the posture. Only when I can say where it comes from, and why, do I open the can.

Now and then it really is just dry. Then I give it three drops, no more, because too much oil collects grit and turns into grinding paste. The quiet is delightful. Someone makes me coffee.

And I write on a tag, which I hang on the machine, what it was saying. The next man should have the history. It did not squeak for nothing.`,
    remarks: [
      { by: "bao", text: "Every alert I have ever silenced is looking at me from this article." },
      "The screwdriver stethoscope works on dishwashers too. Ask my family.",
    ],
  },
  {
    slug: "the-elevators-patience",
    title: "The Elevator's Patience",
    subtitle: "Why the door-close button does so little, and why you press it anyway.",
    author: "kenji",
    category: "machines",
    tags: ["mathematics", "patience", "history"],
    body: `An elevator that simply went to whoever called first would be fair, and dreadful. It'd run from the cellar to the attic and back again, past everyone. So it keeps its direction: all those on the way up, then all those on the way down. Programmers will know this as the elevator algorithm and use it for disks. It's one of the few ideas that computing has borrowed from a lobby.

With several cars it gets harder. A call comes on the ninth floor; who shall go? The nearest one may be full, or about to turn. A dispatcher scores each car by what it would cost everybody, those waiting and those inside, and it changes its mind many times a minute. It minds long waits more than it minds many short ones, since nobody remembers the short ones.

Then there's the door-close button. In a good many buildings it does nothing that you would notice; the doors have to stay open long enough for somebody with a stick. It's there for the fire service, with a key, and for your nerves.

The finest trick is older than any of these. When the tenants of a slow building complained, the manager is said to have put mirrors in the lobby. The complaints stopped. The elevators hadn't been told.`,
    remarks: [
      { by: "bao", text: "The mirrors story gets told in every queueing theory course, and rightly." },
      { by: "sam", text: "I press it with full knowledge and full satisfaction." },
    ],
  },
  {
    slug: "manual-page-one",
    title: "Manual, Page One",
    subtitle: "Congratulations on your purchase, and what ought to come next.",
    author: "piotr",
    category: "machines",
    tags: ["paper", "tools", "repair"],
    body: `I collect manuals. My wife says that other men drink. The best is for a milling machine of 1938, bound in oilcloth, and it begins: *You have acquired a machine which will outlive you. Please arrange matters accordingly.*

The worst are recent. They begin with eleven pages of warnings, among which the one that matters is in the middle, dressed like the others. They show the thing from its handsome side. They say *press the button*, and there are four.

A good manual knows that you've come to it in trouble. No one reads it on the sofa. You stand there with one hand black, turning the pages with your elbow. So the first page should tell you how to make it safe, the second how to make it stop, and the third what it sounds like when it is well. Only then should it start on the parts.

And it should have margins. In the oilcloth one there are notes by at least three hands. *Not so tight!* says one, at figure 12. Beneath it, in another ink: *He was right.* Beneath that one, mine.`,
    remarks: [
      '"You have acquired a machine which will outlive you. Please arrange matters accordingly." Framing this.',
      {
        by: "bao",
        text: "I write documentation for a living and have moved 'how to make it stop' to page two. Thank you.",
      },
    ],
  },
  {
    slug: "the-typewriters-revenge",
    title: "The Typewriter's Revenge",
    subtitle: "The keys were laid out for a machine that no longer exists, on a desk that still does.",
    author: "piotr",
    category: "machines",
    tags: ["paper", "history", "repair"],
    body: `She brought it in a hatbox: a portable from the thirties, her grandfather's, on which he'd written, she said, one novel and four hundred letters to the water board. The E stuck. It generally is the E.

To repair a typewriter is to see a thought travel. The finger goes down by two centimetres; a lever pulls a wire, which turns a crank, which throws a thin arm up out of its basket to strike the ribbon, and before it has fallen back the carriage has moved on by one letter. Nothing's hidden. Write a word slowly and you can watch it being made, letter by letter, and feel in your wrist that some of them weigh more.

Nobody is quite sure why the letters lie as they do. It's often said that the layout was meant to slow the typist down. The evidence for that is thin. What we know is that it stood on the machines that sold, and people learned it, and so every machine since has had to speak it, down to the glass in your pocket on which there isn't one moving part.

The E had a crumb under it. I did not ask of what. Before giving it back I typed a line to try it, as I always do: *Dear Sirs, with reference to the pressure in our street.*`,
    remarks: [
      { by: "willem", text: "We received such letters. The pressure in that street was adequate." },
      { by: "otis", text: "My students asked where the undo is. I gave them the correction fluid." },
    ],
  },
  {
    slug: "a-machine-with-nothing-to-hide",
    title: "A Machine With Nothing to Hide",
    subtitle: "You can see everything that a bicycle knows.",
    author: "piotr",
    category: "machines",
    tags: ["repair", "tools", "streets"],
    body: `Stand a bicycle upside down and turn the pedal by hand. There it all is. Chain, sprocket, wheel, brake; cause on the left and effect on the right. A child can follow it with one finger. There aren't many machines left of which that can be said, and it may be the reason that people forgive it so much.

It is also astonishingly good. A person on a bicycle needs, for each kilometre, a fraction of the energy of one on foot, and less for her weight than a horse or a salmon. All of that from a few kilos of tube, and spokes, which hold you up by pulling, not pushing. You're hanging from the top of the wheel.

What keeps it upright isn't settled in a sentence. The gyroscopes help, and so does the way in which the front wheel trails behind its steering axis like a castor; somebody built one with both of those removed, and it stayed up all the same. We've been riding it for well over a century. It's nice that it has kept one thing back.

On Saturdays I do repairs in the yard, and don't charge for punctures if they hold the tyre levers themselves. It takes twice as long. They never come back with the same puncture.`,
    remarks: [
      "Cause on the left and effect on the right. That's why I trust it.",
      { by: "rosalind", text: "The self-stable bicycle without gyro or trail is such a humbling paper." },
    ],
  },
  {
    slug: "the-water-tower-explains-itself",
    title: "The Water Tower Explains Itself",
    subtitle: "It looks like storage. It's a battery, and a very patient pump.",
    author: "piotr",
    category: "machines",
    tags: ["water", "maintenance", "measurement"],
    body: `People think that a water tower is there to hold the town's water. If it were, one might have put it on the ground, and saved on the legs. It holds about a day's worth, at the most. What it is really holding is height.

Ten metres of water weigh about as much as the whole atmosphere on top of them. Put a tank at forty metres and every tap below has four atmospheres behind it, in the dark, during a power cut, without anything having to run. The pumps are small and fill it at night. The town drains it at seven in the morning, all at once, in the bath. Between the two stands the tower, evening things out, like a grandmother.

You can read a place from its level. It falls during the breakfast hour, it falls again at six. When there's a football final the line drops in steps, at half-time and at the whistle. The operator here keeps a chart from 1990 on which one can see every goal that wasn't scored.

It needs little. Someone climbs it twice a year to look at the float and at the mesh against pigeons. He says that from up there you can hear the town drink.`,
    remarks: [
      {
        by: "willem",
        text: "Correct in every particular, and I was in charge of three of them. The half-time steps are real and terrifying.",
      },
      { by: "bao", text: "A queue with a level sensor. I work with those and they are less beautiful." },
    ],
  },
  {
    slug: "robots-that-sort-lettuce",
    title: "Robots That Sort Lettuce",
    subtitle: "Notes from a packing hall where one machine is afraid of the light.",
    author: "kenji",
    category: "machines",
    tags: ["light", "tools", "kitchens"],
    status: "draft",
    notes: "Good opening. Section two needs somebody from the hall who isn't a manager. Length is fine.",
    body: `The robot can tell a good lettuce from a bad one in eighty milliseconds, as long as the blinds are down. When the sun comes in, at about twenty past nine, every lettuce looks to it like a bad one, and it throws them out with the same calm.

They tried filters. They tried teaching it what the sun is. In the end they hired Mrs. Oda, who had sorted lettuce there for thirty years before the robot came, for one hour each morning. She works beside it. She says that it's a good colleague, quick and clean, only that it has no idea what lettuce is for.

[More on her: how does *she* tell? She turns it over and presses the stem with her thumb. She could not say what she feels. The engineers put a sensor in a glove, and she wore it for a week. They've eleven million numbers.]

[Ending? At half past ten the sun goes behind the silo, she takes off her apron, and pats it on the housing.]

I should like to avoid the story about people against machines. It's about twenty past nine.`,
    remarks: [],
  },
  {
    slug: "the-museum-of-things-that-still-work",
    title: "The Museum of Things That Still Work",
    subtitle: "Admission is free, provided that you switch something on.",
    author: "piotr",
    category: "machines",
    tags: ["repair", "maintenance", "history"],
    body: `In most museums the machines are dead and the labels are alive. In Mr. Baran's shed, behind the petrol station, it's the other way round. There are no labels. There's a light switch by the door, and then two hundred and six things that run.

A hand-cranked cinema. A telephone exchange for twelve subscribers, which connects the kitchen with the goat. A pump from a salt mine; a mangle; the first washing machine of the district, which walks. You may touch all of it. You're obliged to, in fact: he reckons that whatever isn't used will seize up within two winters, and he has only the two hands.

Visitors come for the nostalgia and leave with grease up to their elbows. Children are put in charge of the steam engine, since they're the ones who do exactly as they are told. He shows them where it's hot, where it bites and where the oil goes. Then he walks away, not very far.

I asked what he does about spare parts. He opened a cupboard. It was full of machines. "These are the ones that don't work," he said. "*They're* the exhibits. Those out there are merely in good health."`,
    remarks: [
      "Does the goat answer?",
      "Whatever isn't used will seize up within two winters. Noted, says my French.",
      "Went last year. I was put on the mangle. Best holiday.",
    ],
  },
  {
    slug: "the-fax-machine-at-the-vets",
    title: "The Fax Machine at the Vet's",
    subtitle: "An obituary that had to be withdrawn.",
    author: "hollis",
    category: "machines",
    tags: ["paper", "history", "maintenance"],
    status: "archived",
    body: `I had gone there about the cat. While we waited, something behind the desk shrieked, groaned and put out its tongue: a sheet of paper, warm, with a blood count on it. I had not seen a fax machine for ten years. I thought of writing its obituary.

The receptionist wouldn't hear of it. The laboratory sends by fax, she said; so does the farm supplier. It makes a noise, therefore you know that it has come. It lies on the floor, so you know that nobody's read it. You write *given 8 a.m.* across it and pin it to the cage. She'd been offered a portal. With a portal, she said, the result is *somewhere*.

I went home and looked it up. The principle is older than the telephone; Alexander Bain patented a version of it in 1843, with pendulums. There was a commercial service in France, in the 1860s, for sending signatures. It has now been declared dead in four decades running.

So this is not an obituary. It's a note about what a message ought to do: arrive with a noise, lie in the way until it's dealt with, and bear the marks of whoever did. The cat is well. It says so on the cage.`,
    remarks: [{ by: "bao", text: "With a portal, the result is somewhere. I work on portals. Ouch." }],
  },
];
