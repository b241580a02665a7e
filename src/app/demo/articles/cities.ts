import type { DemoArticle } from "../content.ts";

export const cityArticles: readonly DemoArticle[] = [
  {
    slug: "bench-politics",
    title: "Bench Politics",
    subtitle: "Tell me where a city lets you sit and I will tell you whom it expects.",
    author: "yusuf",
    category: "cities",
    tags: ["streets", "wood", "patience"],
    featured: true,
    body: `I measure benches. It began as a survey for the municipality and became a condition. Height, depth, back or no back, shade at noon, and the thing that no form has a box for: what you see when you sit there.

A bench that faces a wall was installed by a department. A bench that faces another bench was installed by an optimist. The best ones stand at a slight angle to each other, so that two strangers can ignore one another in comfort and give up the attempt whenever they like.

Then there is the armrest in the middle. It is always explained as a help for the elderly, and it does help a few of them to rise. It also makes sure that nobody lies down. A whole theory of who belongs to the city is cast into that small piece of iron, and you can lean your elbow on it.

In the old quarter there is a bench without any designer. Someone carried a plank to the south wall of the mosque in 1971 and put it on two stones. The plank has been replaced five times. When the square was renewed, the architect drew forty granite seats and had the sense to draw the plank as well. The granite is admired. The plank is full.`,
    remarks: [
      "Our town replaced the angled benches by ones in a row, like a waiting room for nothing.",
      "The plank is full. Perfect ending.",
      "Now I measure benches too. My partner asks that you take responsibility.",
    ],
  },
  {
    slug: "the-street-that-was-only-paint",
    title: "The Street That Was Only Paint",
    subtitle: "For eleven weeks a crossroads was a square, at the price of forty litres of yellow.",
    author: "yusuf",
    category: "cities",
    tags: ["streets", "measurement"],
    body: `The proposal to turn the crossroads into a square had been in committee for nine years. Then a junior planner, whose name I have promised not to print, asked what it would cost to try it. The answer was forty litres of yellow paint, thirty planters and a weekend.

They painted the outline on Friday night. On Saturday the drivers were furious and the children were drawing on the yellow with chalk. By Tuesday somebody had put out chairs. In the second week the pharmacist reported that he could hear his customers. In the fourth, the bus ran two minutes faster, because four streets that had met there now merely passed.

Not everything worked. The delivery vans had nowhere to stop, and said so with their horns. So the planters were moved by three metres, on a Wednesday, by four men and a pallet truck. That is the part that I would like engraved above the door of every planning office: *on a Wednesday, by four men*.

After eleven weeks the rain had worn the yellow thin and the committee came to look. They found a square that everyone already gave directions by. The granite was laid in spring, with the vans' corner exactly where the planters had ended up.`,
    remarks: [
      "On a Wednesday, by four men. We should measure all infrastructure in it.",
      "The drivers of our street are still furious, eight years on, from their chairs in the square.",
    ],
  },
  {
    slug: "a-city-hears-itself-at-four",
    title: "A City Hears Itself at Four",
    subtitle: "An hour with a microphone, before the buses start.",
    author: "yusuf",
    category: "cities",
    tags: ["sound", "streets", "birds"],
    body: `At four in the morning the city is as quiet as it gets, which is not silent. I stood on the footbridge with a borrowed microphone and headphones that made everything nearer than it was.

First there is the hum. It comes from nowhere, and it is ventilation: ten thousand fans on ten thousand roofs, agreeing roughly on a note. You stop hearing it after a minute, and you have never once heard the city without it.

Then single things. A freezer truck idles. Somebody sets down a crate, with care, for neighbours that he does not know. Water runs under a manhole, more of it than you would think. A traffic light clicks through its colours for nobody, like an actor rehearsing.

At ten past four a blackbird begins on an aerial, loudly, half an hour before any country blackbird would. People who study them say that town birds sing earlier, and some sing higher, so as to be heard above us. It seems polite to get up and listen.

At half past, the first bus. You can hear it for six streets. It sighs at the stop below me, lets its doors open on an empty pavement, waits for the length of a courtesy, and goes.`,
    remarks: [
      {
        by: "fern",
        text: "Town great tits do sing higher than forest ones, there is good work on this from Leiden. Happy to send papers!",
      },
      "My brother drives that first bus. He says thank you for hearing the sigh.",
    ],
  },
  {
    slug: "in-praise-of-the-corner-shops-hours",
    title: "In Praise of the Corner Shop's Hours",
    subtitle: "Open until late, where late is a person.",
    author: "hollis",
    category: "cities",
    tags: ["streets", "clocks"],
    body: `The sign on the door says 7-22. The sign is a work of fiction with some basis in fact. Mrs. Demir opens when the bread has come and closes when the last of us has stopped having emergencies.

A supermarket knows what you bought. The corner shop knows what you ran out of. It is a different science. The shop has one shelf that makes no commercial sense: shoelaces, candles, a single size of light bulb, a screwdriver, birthday cards. Each of these was asked for once, at half past nine, by someone close to tears, and has been in stock ever since.

Planners call it an *active frontage*. What they mean is that a lit window with a human being behind it makes forty metres of pavement feel like a room. When the shop was shut for two weeks, the street did not become dangerous. It merely became outside.

I asked Mrs. Demir whether she had thought of fixed hours. She had; her son has drawn up a plan. She showed it to me, laminated, very handsome. It hangs beside the till, where it keeps the sun off the chewing gum.`,
    remarks: [
      "The shelf of things asked for once. I have never seen it described and I have known it all my life.",
      "Ours stocks one (1) bicycle inner tube. It has saved me twice.",
    ],
  },
  {
    slug: "where-pigeons-think-they-are",
    title: "Where Pigeons Think They Are",
    subtitle: "They believe that this is a cliff. They have a point.",
    author: "yusuf",
    category: "cities",
    tags: ["birds", "streets", "history"],
    body: `The pigeon in the square is a rock dove. Its ancestors bred on sea cliffs, on ledges out of the wind, with a long drop in front and food some way off. Now look up at any town hall. Ledges, a long drop, food some way off. Nobody told the pigeon that it had moved.

It was also, for some thousands of years, livestock and staff. We kept it for the table and for the post. Then came the telegraph and the broiler chicken, and we simply stopped, without notice or reference. The birds on the window sill are not vermin that came in from outside. They are the descendants of employees.

They know the place better than we do. Released a hundred kilometres away they come home, with the help of the sun, the earth's magnetism and, it seems, smell. Near home they follow roads. A group in Oxford tracked some that flew along the motorway and turned off at the junction.

The town spends a good sum every year on spikes, and the pigeons, who know a rough ledge when they see one, have begun here and there to nest on them. I do not wish to draw a moral from this. I merely report it from the bench, where one of them is walking up and down like a landlord.`,
    remarks: [
      {
        by: "fern",
        text: "FINALLY. Descendants of employees. I will be quoting this at every meeting of the parish council.",
      },
      { by: "fern", text: "The roundabout pigeons are my favourite result in all of animal navigation." },
    ],
  },
  {
    slug: "the-staircase-district",
    title: "The Staircase District",
    subtitle: "A neighbourhood of 1,900 steps, surveyed on foot, with rests.",
    author: "yusuf",
    category: "cities",
    tags: ["streets", "maps", "measurement"],
    status: "in_review",
    notes: "Strong. Can we check 1,900 against the city's own count before it goes out? Hollis has a contact.",
    body: `The map shows the district as a tangle of streets. The map is being diplomatic. Most of them are stairs, and have been since the fishermen climbed home by the shortest way and the town followed them with mortar.

I counted for three days: 1,900 steps, give or take an argument about what is a step and what is merely a disappointment. No two flights agree on a height. The builders used the stone that they had, so your foot learns each stair separately, as a hand learns a set of keys.

What strikes a visitor is the quiet. There is not a wheel in the place. Furniture goes up on shoulders; a piano in 1988 is still discussed. The post is carried by a woman who retired from mountain running because it had become too flat.

It ought to be the poorest quarter, and for a century it was. It is also where people live longest in this city, which the health department attributes to exercise and the residents to the view. There is a proposal for a funicular. The old are for it. They have asked only that it should run slowly, and stop at every door.`,
    remarks: [],
  },
  {
    slug: "the-last-tram-is-a-social-contract",
    title: "The Last Tram Is a Social Contract",
    subtitle: "0:41 from the depot, and what depends on it.",
    author: "kenji",
    category: "transit",
    tags: ["trains", "streets", "clocks"],
    featured: true,
    body: `The last tram carries, on an average night, thirty-one people. By every measure in the annual report it is our worst performer. I was once asked to write the case for cutting it, and I rode it for a week to collect the evidence.

There were two nurses coming off a shift that ends at midnight, by a rota drawn up around the 0:41. There was a dishwasher who could take the job because there was a way home. There were students who had stayed for one more song, and a man who told me frankly that he did not need the tram but slept better for knowing that it ran.

That is the trouble with counting passengers. The last tram is used by everybody who takes the one before it. They go to the film at nine without looking at their watches, because behind their tram there is another. Take away the 0:41 and the 0:11 becomes the last, and begins to empty; and so on, back through the evening, until the city goes to bed at eight.

I wrote the report. It said that the line costs so much a night and insures the whole evening. They kept it. I still ride it in November, to see that it is there.`,
    remarks: [
      {
        by: "sam",
        text: "My sister is one of the two nurses, in another city. It really is a rota drawn around a tram.",
      },
      '"Used by everybody who takes the one before it" is the clearest explanation of network effects that I know.',
      "They cut ours. The evening did empty, from the back, just as described.",
    ],
  },
  {
    slug: "timetables-are-promises",
    title: "Timetables Are Promises With Decimal Points",
    subtitle: "A signalling engineer on the fifteen seconds that you never see.",
    author: "kenji",
    category: "transit",
    tags: ["trains", "clocks", "mathematics"],
    body: `The public timetable is printed in minutes. The working timetable, the one that drivers have, is in units of fifteen seconds where I come from, and there are stretches on which we argue about five.

People think that a good timetable is a tight one. A tight timetable is a row of dominoes. The art is in the slack: where to hide it, and how much. Put it all at the end of the line and trains will arrive early and feel clever, while every connection along the way has been missed. Spread it thin and each small delay is forgiven at the next station, as in a decent marriage.

The slack has to be a secret, too. If a driver knows that he has forty seconds in hand he will spend them on closing the doors gently. That is good of him, and then a school class arrives.

When I started, an old planner drew the day's trains for me as diagonal lines, distance up, time across. One graph, eight hundred trains. He put a finger on a small white diamond in the thick of the morning peak, where no line passed. "That," he said, "is the most beautiful thing on the sheet. Somebody left it there in 1962, and every morning it saves us."`,
    remarks: [
      {
        by: "hollis",
        text: "The white diamond! I have worked with these graphs for years and this is exactly how one falls in love with them.",
      },
      { by: "bao", text: "We call it error budget in software and spend it just as badly." },
    ],
  },
  {
    slug: "how-a-station-teaches-you-to-walk",
    title: "How a Station Teaches You to Walk",
    subtitle: "Nobody reads the signs. Everybody knows the way.",
    author: "kenji",
    category: "transit",
    tags: ["trains", "light", "sound"],
    body: `Watch people come down into a big station. They do not stop to read. Within two steps they have joined a stream, and the stream knows.

Much of it is light. We are drawn to the brighter opening, so the good architects make the way out brighter than the way round. Some of it is the floor: a band of darker stone is a suggestion, and a change of stone is a comma. In our stations there is also the yellow tactile paving, which Seiichi Miyake devised in 1965 for a friend who was losing his sight. Its bars say *go* and its dots say *wait*. Sighted people follow it too. Their feet read it while they look at their telephones.

Then there is sound. Several of our lines play each station's own little melody before the doors close. It was meant to calm the rush, and it does, but it also tells the half-asleep where they are. I have seen a whole carriage of closed eyes rise as one at a phrase for celesta.

The best compliment that a station can get is that no one remembers it. They went in on one side, thinking about dinner, and came out on the other.`,
    remarks: [
      "My flatmate uses the bars and dots every day, and asks that you never stand a suitcase on them. Lovely piece.",
      "I can still hum the melody of a station where I lived for three months in 2009.",
    ],
  },
  {
    slug: "the-bridge-painters",
    title: "The Bridge Painters",
    subtitle: "The legend says that they never stop. The truth is that they know where to start.",
    author: "kenji",
    category: "transit",
    tags: ["bridges", "maintenance", "history"],
    body: `Every country has a great bridge of which it is said that the painters, on reaching the far end, turn round and begin again. I have met some painters. They find the story flattering, and they would like it to stop.

Nobody paints a bridge from end to end. You paint it where it needs it: under the deck where the damp hangs, on top where the gulls sit, around every rivet that some optimist placed upwards like a cup. A crew keeps a notebook of bad places, and the bad places come round in their own time. One of the foremen speaks of them as a postman speaks of dogs.

On the Forth Bridge, the proverbial one, the endless job actually ended in 2011. They blasted the steel bare and gave it a glass-flake epoxy meant to last for a couple of decades and more. The English language lost a metaphor and the railway gained some weekends.

I asked our foreman whether he feared such a coating. He considered the river. "It lasts twenty-five years where they put it on well," he said. "It's two and a half million square feet of corners." He has taken two apprentices.`,
    remarks: [
      '"As a postman speaks of dogs." Wonderful.',
      { by: "otis", text: "I did a summer on a crew like this. The cup-shaped rivets are personal." },
    ],
  },
  {
    slug: "stand-on-both-sides",
    title: "Stand on Both Sides",
    subtitle: "An escalator experiment, and why being right was not enough.",
    author: "hollis",
    category: "transit",
    tags: ["trains", "mathematics", "patience"],
    body: `On a long escalator few people walk. They leave half of it empty all the same, out of courtesy to a hurry that mostly isn't there, while a queue builds up at the bottom.

In the winter of 2015, London Underground tried the arithmetic at Holborn station. Staff asked everybody to stand, on both sides, holding hands if necessary. The escalator carried markedly more people in the same time, on the order of a quarter more. The queue shrank. The few who would have walked lost some seconds; the many gained them.

It was a success in every respect except one. People loathed it. They complained, they walked anyway, they appealed to freedom. There was a hologram of a member of staff, which did not help. When the trial ended, the left side emptied within minutes, like a tide.

I have thought about that for years. The engineers had the better number, but the empty side was never about numbers. It is a gift that each of us makes to a stranger who may be late for something that matters. It costs everybody a little, it helps hardly anyone, and on the whole I'd rather live in the city that gives it.

But I stand on both sides when nobody is looking.`,
    remarks: [
      "I was there and held hands with an accountant from Croydon. We still exchange Christmas cards. (We don't.)",
      "Counterpoint: I am always the one who is late for something that matters, and I thank you all.",
    ],
  },
];
