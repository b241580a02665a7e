import type { DemoArticle } from "../content.ts";

export const seaArticles: readonly DemoArticle[] = [
  {
    slug: "the-harbour-that-keeps-two-clocks",
    title: "The Harbour That Keeps Two Clocks",
    subtitle: "One is right twice a day. The other is right whenever the water says so.",
    author: "maren",
    category: "sea",
    tags: ["tides", "clocks", "boats"],
    featured: true,
    body: `There are two clocks on the wall of the harbour office. The first is an ordinary one, made of plastic and certainty. The second has a single hand that goes round in twelve hours and twenty-five minutes, and its face says only HIGH and LOW.

Visitors look at the first. Everybody who works here looks at the second. The bakery sells its rolls by the tide, because the crews buy them an hour before the water turns. The school bus, which crosses a causeway, has a timetable that fills a booklet. When my neighbour says "I'll come round at half ebb", she is being precise.

The tide clock is slightly wrong, always. The moon is not a regular employee: she comes nearer and draws away, and the wind leans on the water besides. Every week or so the harbour master opens the case and nudges the hand with one finger. She does it without a reference, by looking out of the window.

I asked her once which clock she would keep if she could only have one. She thought about it for the length of a cigarette. "The plastic one," she said. "The other one I can see from here."`,
    remarks: [
      {
        by: "ravi",
        text: "We had a tide clock at home and my father adjusted it with exactly that one-finger nudge. Thank you for the window at the end.",
      },
      { by: "greta", text: "As a harbour master I must report that the window is indeed the primary instrument." },
    ],
  },
  {
    slug: "a-short-defence-of-fog",
    title: "A Short Defence of Fog",
    subtitle: "It is only a cloud that came down to see what the fuss was about.",
    author: "maren",
    category: "sea",
    tags: ["fog", "weather", "sound"],
    body: `Nobody paints fog on a holiday poster. It delays ferries, spoils views and gets into wool. And yet I have lived forty years on a coast that has a great deal of it, and I would not hand over a single day.

Fog is the only weather that makes people polite. On the quay they slow down and say good morning to shapes. Boats that would race each other into harbour on a clear day come in like guests at a christening. Everybody listens. You learn that the chandler whistles through his teeth, that the fish plant hums a low B flat, and that the gulls talk the whole time, not only when there is bread.

It is also honest. On a bright day you believe that you know where everything is. Fog merely points out that you were guessing.

My grandmother, who navigated by dog for half a mile of cliff path every evening, put it better. "When you can see everything," she said, "you look at nothing." Then she stepped off into the white with the lead in her hand, and the dog, who had appointments, took her home.`,
    remarks: ["The grandmother navigating by dog deserves her own series.", "A low B flat! Ours hums a G. I checked."],
  },
  {
    slug: "what-the-lighthouse-keeper-counted",
    title: "What the Lighthouse Keeper Counted",
    subtitle: "Forty years of logbooks, and only some of them about ships.",
    author: "maren",
    category: "sea",
    tags: ["lighthouses", "light", "history", "patience"],
    featured: true,
    body: `The logbooks came to the county archive in banana boxes, sixty-one of them, when the light was automated. The regulations required the keeper to record lamp hours, oil, visibility and passing vessels. He did so in a hand like engraved copper. He also recorded everything else.

In the margins of 1958 he counts steps: 214 up, 214 down, with a note that on the fourth of March there seemed to be 215. In 1963 it is moths, by kind, on the outside of the lantern glass. For most of the seventies it is the number of waves between the big ones, and he concludes, after eleven years, that the seventh wave is a superstition and that the true figure is "about when you stop expecting it".

The archivist who showed me the volumes has been asked whether they can be weeded. They hold no history in the official sense; no wreck happened on his watch. She takes a different view. The absence of wrecks is what a lighthouse produces, and here is the only record of how it was made: one man, awake, paying attention to anything at all.

The last entry says: *Light handed over in good order. Moths none. Sea as before.*`,
    remarks: [
      '"Sea as before" is the best last line of a career I have ever read.',
      "The 215th step will keep me awake now, which I suppose is fitting.",
      "Please tell me the archive is open to visitors.",
    ],
  },
  {
    slug: "the-economics-of-a-very-small-ferry",
    title: "The Economics of a Very Small Ferry",
    subtitle: "Six minutes across, eighty years in operation, no profit yet.",
    author: "maren",
    category: "sea",
    tags: ["boats", "water", "maintenance"],
    body: `The ferry takes two cars or one tractor, and it is attached to a cable so that it cannot get ideas. It crosses the sound in six minutes. In 1946 the county described it as a temporary arrangement.

Every ten years someone proposes a bridge. A bridge would cost as much as the ferry for a century and a half, the engineers say, and then they add quietly that the bridge would also need painting. The file goes back into its drawer. The ferryman, who has seen four such files, sends the engineers home with eggs.

What the accounts leave out is the waiting. There is a hut with a bench on either side, and sooner or later everybody on the island has sat in it next to somebody they were not speaking to. Six minutes is too short for a quarrel and just long enough for "how is your mother". The doctor does a fifth of her consultations there.

Last spring I asked the ferryman what the crossing earns. He took out a ledger, turned to the end and showed me: tickets, diesel, grease, loss. Under the loss he had drawn a line, as his father did, and below it written the number carried. *That's the income*, he said.`,
    remarks: [
      "There was a cable ferry where I grew up. They built the bridge. We wave less now.",
      { by: "lucia", text: "As an engineer of bridges I accept the eggs." },
    ],
  },
  {
    slug: "barnacles-or-how-to-stop-deciding",
    title: "Barnacles, or How to Stop Deciding",
    subtitle: "The animal that chooses once, with its head.",
    author: "maren",
    category: "sea",
    tags: ["boats", "patience", "maintenance"],
    body: `A young barnacle swims. It has legs of a kind and something like an eye, and for a few weeks it goes where it pleases. Then it becomes a cyprid, a creature that does not eat and has one task: to find a place. It walks over rocks and hulls on its antennae, tasting. When it is satisfied it glues its forehead to the spot, and that is that for life.

Boat owners, who meet barnacles with a scraper, rarely think of this as an admirable career. But consider what the animal gets in return for the decision. It builds a house out of its surroundings. It eats by waving its feet out of the door. When the tide goes out it shuts up shop and does not fret. Darwin spent eight years on barnacles and complained of them bitterly, but I notice that he stayed.

The cyprid's walk is the part that I think about. It can be fussy for weeks. Laboratory people have watched it test a surface, leave, return, and leave again. It prefers places where other barnacles have already settled, reasoning, if that is the word, that the neighbours cannot all be fools.

I have moved house nine times. I keep a barnacle on my desk.`,
    remarks: [
      "Eight years on barnacles, and his children assumed every father had them. True story.",
      "I read this while antifouling my boat and felt like a landlord evicting philosophers.",
    ],
  },
  {
    slug: "salt-gets-everywhere",
    title: "Salt Gets Everywhere",
    subtitle: "A season of fighting corrosion on a boat that had already made up its mind.",
    author: "ravi",
    category: "sea",
    tags: ["salt", "maintenance", "repair", "boats"],
    body: `The second engineer on my first ship greeted me with a wire brush. "This," he said, "is how you will see the world." He was right. I have been to four continents and mostly looked at the rust on the side that faced them.

Salt water is a patient electrician. Put two different metals in it, let them touch, and a current flows from one to the other, carrying away the less noble of the two an atom at a time. So we bolt blocks of zinc to the hull and let the sea eat those instead. They are called sacrificial anodes, which is the nearest that engineering comes to theology.

Paint is the other defence, and it fails at edges. A flat plate can go ten years. A corner, a weld, the underside of a bracket that somebody thought would be convenient: there it starts. You learn to see a ship as a collection of edges, and then, ashore, you cannot stop. I have inspected the balconies of strangers.

What I took away from it is not gloom. It is that nothing on a ship is ever finished, and nothing needs to be. It only has to be ahead. On the last day of my last contract I chipped a square metre by the gangway and gave it two coats.`,
    remarks: [
      '"I have inspected the balconies of strangers." I feel seen, and so do their balconies.',
      { by: "lucia", text: "Sacrificial anodes as theology: stealing this for my materials lecture." },
    ],
  },
  {
    slug: "dead-reckoning-for-the-living",
    title: "Dead Reckoning for the Living",
    subtitle: "Speed, heading, time, and the courage to put down a dot.",
    author: "ravi",
    category: "navigation",
    tags: ["maps", "measurement", "boats"],
    featured: true,
    body: `Take where you were. Add how fast you have been going, in which direction, for how long. Put a small cross on the chart and write the time beside it. That is dead reckoning, and with it people crossed oceans before anything in the sky agreed to help them.

The method has one rule that beginners find hard: *you must draw the cross*. The cadet hovers over the paper. The log may be reading high, there is a current nobody has measured, the helmsman was telling a story. All true. Draw it. A position that is wrong by three miles can be corrected by the next lighthouse. A blank chart cannot be corrected by anything.

The second rule is to let the doubt grow on paper. A careful navigator draws a circle around the cross, and makes it a little wider every hour. There is no shame in a wide circle. The shame is in a small one.

I have found it useful ashore. Where were you last sure of something? What have you been doing since, and for how long? Put down a cross, draw your circle, and keep a lookout. Sooner or later there will be a light, and you will be astonished at how little you have to move the pencil.`,
    remarks: [
      { by: "bao", text: "Printed the paragraph about the circle and hung it over the team's planning board." },
      "My first captain said: a confident wrong position is a reef with a name on it.",
      { by: "otis", text: '"You must draw the cross" is also how I teach essays.' },
    ],
  },
  {
    slug: "the-map-that-admits-it-is-lying",
    title: "The Map That Admits It Is Lying",
    subtitle: "Every flat map breaks something. The good ones tell you what.",
    author: "ravi",
    category: "navigation",
    tags: ["maps", "mathematics", "history"],
    body: `You cannot peel an orange and lay the skin flat. Gauss proved the general case in 1827, and schoolchildren prove it again every winter. A flat map of a round world has to give something up: shapes, areas, distances or directions. It may choose which.

Mercator, in 1569, gave up areas. In return he got something that sailors wanted more than fairness: on his map a steady compass course is a straight line. For that purpose it is still superb. It only became a scandal when it left the chart room and was hung in classrooms, where Greenland loomed as large as Africa, though Africa is some fourteen times the size.

Other maps confess differently. An equal-area map keeps its sums right and lets the continents droop like washing. Cahill cut the globe into a butterfly. The interrupted maps slit the oceans open, which is fine until you are a whale.

I like to look for the small print. A proper map has, somewhere in the margin, the name of its projection, and that is the confession: *here is what I have distorted, and for whose sake*. If only more documents came with one.`,
    remarks: [
      '"Which is fine until you are a whale" made me laugh out loud in a quiet carriage.',
      { by: "otis", text: "I teach this with an actual orange. The lesson is sticky in both senses." },
    ],
  },
  {
    slug: "knots-worth-owning",
    title: "Knots Worth Owning",
    subtitle: "You need five. You will be shown two hundred.",
    author: "ravi",
    category: "navigation",
    tags: ["knots", "tools", "boats"],
    body: `Somewhere there is a book with nearly four thousand knots in it, and I have been shown most of them by men in bars. Here is my list.

**The bowline**, because it holds and then lets go when you ask. **The clove hitch**, for tying up to things that you will leave soon. **The round turn and two half hitches**, for things that you will leave later. **The sheet bend**, to join two ropes that have nothing in common. **The figure of eight**, which does nothing at all except stop.

A knot is judged by three questions. Does it hold? Does it hold when it is wet, shaking and bored? And can a tired person with cold hands undo it? The third separates the knots that sailors use from the ones that they frame. A granny knot will often hold. It is simply not interested in the rest of the evening.

Learn each one until you can tie it behind your back, because one night you will be tying it in the dark, and a back is the nearest thing to dark that you can practise in a kitchen. Then stop learning knots and learn to coil a rope. It is the tangled rope, not the missing knot, that makes people shout.`,
    remarks: [
      "Respectfully, the rolling hitch was robbed.",
      'The granny knot "not interested in the rest of the evening" is going on the workshop wall.',
    ],
  },
  {
    slug: "the-lead-line",
    title: "The Lead Line",
    subtitle: "How to taste the bottom of the sea.",
    author: "ravi",
    category: "navigation",
    tags: ["measurement", "history", "knots"],
    body: `Before echo sounders, the depth of the sea was found by asking it. A sailor stood in the chains, swung a lead weight forward and let the line run until it touched. The line was marked so that a hand could read it at night: leather at two fathoms and at three, white cloth at five, red at seven, leather with a hole at ten. Each felt different between wet fingers.

The clever part was underneath. The foot of the lead had a hollow, and in the hollow went a plug of tallow. When the lead came up, the tallow brought a piece of the bottom with it: sand, shell, grey mud, nothing at all for rock. Old charts print these along with the depths, in small letters. *Fine sand, black specks.* A pilot who knew his coast could find himself in thick fog by the look of a spoonful of dirt. It is said that some of them tasted it.

I like the tallow because it is such a modest idea. The instrument is asked one question, how deep, and for the price of a candle end it answers a second one that nobody can see coming: *of what kind?*

Most dashboards I have met could do with a little tallow.`,
    remarks: [
      { by: "tomasz", text: "Mark Twain is Mark Two: two fathoms, safe water. Worth a footnote!" },
      {
        by: "bao",
        text: "A little tallow for dashboards. I have just renamed a column in our database in its honour.",
      },
    ],
  },
  {
    slug: "the-pilots-notebook",
    title: "The Pilot's Notebook",
    subtitle: "What a harbour tells you when you come in four hundred times.",
    author: "maren",
    category: "navigation",
    tags: ["boats", "tides", "paper"],
    status: "draft",
    notes: "Lovely. Needs one arrival described from beginning to end, and the pilot's permission for the drawing.",
    body: `A pilot climbs aboard somebody else's ship by a rope ladder, usually in the dark, drinks their coffee, and takes them the last few miles. He has never seen the ship before. The ship has never seen the harbour. Between the two stands a notebook.

The one I was lent is the fifth of its line. It is the size of a playing card and has gone soft as cloth. There are no coordinates in it. There are sentences: *church behind crane, then count ten. If you can smell the bakery you are late. Ignore the green roof, it was blue.*

Each sentence is the remainder of an evening that nearly went otherwise. The pilot told me two of those evenings and would not tell me the third.

[Here: the January arrival. Ask him about the roof. What does he do with the notebook when he retires? He says that his predecessor burned his, on the quay, and then spent a week telling him everything that had been in it, and that this was the better training.]`,
    remarks: [],
  },
];
