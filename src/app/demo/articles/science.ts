import type { DemoArticle } from "../content.ts";

export const scienceArticles: readonly DemoArticle[] = [
  {
    slug: "the-kilogram-retires",
    title: "The Kilogram Retires",
    subtitle: "It had one job, and it was getting lighter. Or everything else was getting heavier.",
    author: "rosalind",
    category: "science",
    tags: ["measurement", "history"],
    featured: true,
    body: `For a hundred and thirty years the kilogram was a thing. It lived under three bell jars near Paris, a cylinder of platinum and iridium about as tall as a thumb, and it could not be wrong. Had somebody dropped it, the universe would have changed mass.

It had sisters, made at the same time, and now and then they were all brought together and compared. Over a century they drifted apart by some fifty micrograms, about the weight of a fingerprint. Nobody could say who was drifting. By definition it was not the one in Paris. Adaeze, who used to look after balances, describes it as a family with one member who is never at fault.

In May 2019 it was pensioned off. The kilogram is now fixed by a number, the Planck constant, which has been declared exact, and by a device that weighs things against electric force. Anybody may build one. It takes some years and a very quiet cellar.

The cylinder is still there. It is cleaned and looked after, and for the first time in its life it may be weighed. I find that I am glad for it. It must have been lonely, being right.`,
    remarks: [
      '"A family with one member who is never at fault." We all know the kilogram.',
      { by: "adaeze", text: "I have been in one of those cellars. You are not allowed to sneeze." },
      "It must have been lonely, being right. What a line.",
    ],
  },
  {
    slug: "how-to-measure-a-coastline-and-regret-it",
    title: "How to Measure a Coastline and Regret It",
    subtitle: "The answer depends on your ruler, and the ruler depends on your patience.",
    author: "rosalind",
    category: "science",
    tags: ["measurement", "mathematics", "maps"],
    body: `Lewis Fry Richardson wanted to know whether countries with longer borders fight more wars. So he looked up the lengths of borders, and found that Spain and Portugal did not agree on theirs: 987 kilometres according to one, 1,214 according to the other. It was the same line.

He went on to measure for himself, stepping along maps with a pair of dividers. The smaller the step, the longer the coast. Every bay contains smaller bays; every headland, stones. A coarse ruler strides over what a fine one has to go round. And it does not settle. With most curves, smaller steps creep up on a true answer. A rocky coast just keeps going.

The paper was found after his death in 1953. Mandelbrot read it, gave the business a name and a great deal of beauty, and the word *fractal* went out into the world to be printed on T-shirts.

What I take from Richardson is the manner of it. He had asked about war, which is as large a question as there is, and he did not step over the small disagreement that lay in the way. He stopped and looked at it, and it opened up without end.`,
    remarks: [
      "He also invented numerical weather forecasting, by hand, in an ambulance unit. What a man.",
      "Portugal had the smaller ruler, obviously. You measure more carefully next to a bigger neighbour.",
    ],
  },
  {
    slug: "the-ant-who-was-late",
    title: "The Ant Who Was Late",
    subtitle: "Why a trail finds the shorter way although nobody on it can see one.",
    author: "rosalind",
    category: "science",
    tags: ["mathematics", "patience"],
    body: `Give a colony of ants two bridges to the same biscuit, a short one and a long one. At first they take either. After a while nearly all of them take the short one. No ant has compared the two. No ant has even thought about bridges.

What happens is that every ant leaves a little scent as she walks. An ant on the short bridge gets to the biscuit and is back sooner, so in the same minute her bridge has been walked on twice. Twice the scent draws a few more of the undecided; they add theirs; and so on. The short way wins because it is walked more often, and it is walked more often because it is short. It's arithmetic, carried out by feet.

The scent also fades, and that is the part that I love. Without forgetting, the colony would be stuck for ever with the first path it happened to like. Because the trail evaporates, a better one may still win.

And always there is an ant who isn't on the trail. You see her, ten centimetres off, going nowhere in particular, late for everything. She is not a mistake. When the biscuit is eaten, it is she who will find the next one.`,
    remarks: [
      "I am the ant ten centimetres off. Forwarding this to my manager.",
      {
        by: "bao",
        text: "There is a family of optimisation algorithms built on this. The evaporation rate is the parameter everyone gets wrong.",
      },
    ],
  },
  {
    slug: "ice-is-odd",
    title: "Ice Is Odd",
    subtitle: "It floats, and we owe it more than we think.",
    author: "rosalind",
    category: "science",
    tags: ["water", "weather"],
    body: `Almost everything shrinks when it freezes, and so the solid sinks in its own liquid. Drop a lump of candle wax into molten wax and it goes down. Water is one of the few substances that do the opposite. Ice is about nine per cent bigger than the water it came from, and it floats, and we have all seen it so often in a glass that we forgot to be astonished.

The reason is architecture. In ice each molecule holds on to four others, at arm's length, in an open lattice like scaffolding. When it melts the scaffolding gives way and the molecules crowd in. Water is at its densest at about four degrees, and from there down to freezing it swells again, as if it were taking a breath.

So a pond cools from the top until it reaches four degrees throughout; then the colder water stays up, freezes into a lid, and the lid keeps the winter out. At the bottom, it is four degrees, and the fish wait.

Had water behaved like other liquids, lakes would freeze from the bottom upwards and be slow to thaw. I try to think of this when a pipe bursts in the cellar. It's the same nine per cent.`,
    remarks: [
      { by: "willem", text: "Forty years in the waterworks, and I still salute the nine per cent every January." },
      { by: "lucia", text: "Bismuth, gallium, silicon and germanium would like to be mentioned among the few." },
    ],
  },
  {
    slug: "a-negative-result-beautifully-done",
    title: "A Negative Result, Beautifully Done",
    subtitle: "They looked for the wind that light blows on, and there was none.",
    author: "rosalind",
    category: "science",
    tags: ["light", "measurement", "history"],
    body: `In 1887, in a basement in Cleveland, Albert Michelson and Edward Morley floated a slab of sandstone on a trough of mercury. On it they built a path for light, back and forth between mirrors, and split a beam in two: one along the direction in which the earth flies round the sun, one across.

Everybody knew that light was a wave, and a wave must be a wave *in* something. The something was called the ether. If the earth was ploughing through it, there had to be a wind, and the two beams would come home very slightly out of step. The slab could be turned with a finger. They walked round it, looking into the eyepiece, and read off the shift.

There was next to nothing. They were looking for the wind and the air was still.

Michelson counted it as a failure for much of his life. Few people can name another experiment of that year. It was so carefully made that the nothing could be believed, and later, when Einstein threw out the ether, the nothing was waiting for him, fully furnished.

I keep a note above my desk: *would you believe it if it came out zero?* It has cost me two projects, and saved me from several.`,
    remarks: [
      '"Fully furnished." I want a journal of furnished nothings.',
      {
        by: "adaeze",
        text: "They wanted to repeat it at other times of the year and never did. Makes me feel better about my own notes.",
      },
    ],
  },
  {
    slug: "the-barometer-on-the-stairs",
    title: "The Barometer on the Stairs",
    subtitle: "A forecast made of brass, mercury and family arguments.",
    author: "adaeze",
    category: "science",
    tags: ["weather", "measurement", "history"],
    body: `My uncle's barometer hung half-way up the stairs, at a height that suited nobody. Every morning he tapped the glass, twice, before he would discuss anything. If the needle dropped he said "ah", and if it rose he said "ah".

A barometer does not forecast. It weighs. Above you stands a column of air as high as there is air, and the instrument tells you what it comes to today. When a low comes over, the column is lighter; air flows in along the ground to make up for it, rises, cools, and lets go of its water on your washing. So a falling needle means rain, usually, in some places, at certain times of year. The dial, where it says FAIR and STORMY in curly letters, was engraved by somebody in London.

In Lagos it moves twice a day, up by ten in the morning and down by four, as regular as a shop. This is a tide in the air, and the dial doesn't mention it. My uncle had noticed. He had pencilled the hours on the wallpaper.

I have calibrated pressure standards to eight digits since then. But I learned the trade on those stairs: tap first, look twice, and write on the wall what the maker didn't know.`,
    remarks: [
      "Write on the wall what the maker didn't know. I think that is the job description of everyone I admire.",
      "The twice-daily swing is wonderful and hardly anyone at my latitude believes in it.",
    ],
  },
  {
    slug: "perigee",
    title: "Perigee",
    subtitle: "On being near, for a while, and regularly.",
    author: "nell",
    category: "sky",
    tags: ["moon", "tides", "measurement"],
    featured: true,
    body: `The moon does not go round us in a circle. Her path is a slightly squashed one, and we are not quite in the middle of it. Once in about twenty-seven and a half days she is at her nearest, some 363,000 kilometres off. That is perigee. Two weeks later she is forty thousand kilometres farther out, and has come to apogee. Either end of such an orbit is called an apsis, which is where this magazine got its name.

If perigee falls on a full moon the newspapers announce a supermoon, and people go out, look up and say that it's enormous. It is about fourteen per cent wider than the smallest. You could not tell if you didn't have the other one hanging beside it. They are moved anyway, and I am not going to be the one who brings a ruler.

The sea needs no newspaper. A tide is raised by the *difference* in pull between the near side and the far, which grows with the cube of nearness. At perigee the spring tides run higher, and a causeway that was dry last month is wet.

So there it is. A little nearer is only a little brighter, and hardly a thing that one would see. But everything that can flow gets up and leans towards it.`,
    remarks: [
      '"Everything that can flow gets up and leans towards it." I\'d like this read at my wedding.',
      { by: "greta", text: "We publish perigee springs in the port's tide tables with a small crown next to them." },
      { by: "sam", text: "So that's where the name of the magazine comes from!" },
    ],
  },
  {
    slug: "the-leap-second-and-other-family-arguments",
    title: "The Leap Second, and Other Family Arguments",
    subtitle: "The earth is a poor clock, and it was here first.",
    author: "nell",
    category: "sky",
    tags: ["clocks", "measurement", "mathematics"],
    body: `We have two ideas of what time it is. One counts the beats of caesium atoms and is superb. The other is where the sun is. The earth, which provides the second, is slowed by the tides and jostled by its own weather and core, and the two drift apart.

Since 1972 the quarrel has been patched up with leap seconds. Whenever the gap threatened to exceed nine tenths of a second, the clocks of the world showed 23:59:60 and waited. It has happened twenty-seven times. Astronomers shrugged. Software did not. There were airline desks that stopped, servers that spun in circles, and a whole craft of smearing the second thinly across a day, like butter that one is ashamed of.

In 2022 the nations resolved to let the gap grow larger, by 2035 at the latest. So the sun will be allowed to be wrong. A minute, in a century or so. Our descendants may deal with it, as they will be dealing with everything else.

I was asked at a dinner which side I was on. But I spend my nights following stars with a motor. When the motor and the sky disagree, I know which of them I adjust.`,
    remarks: [
      { by: "bao", text: "Was on call for the 2012 one. The butter image triggers something in me." },
      "There has never been a negative one, and I am not volunteering.",
    ],
  },
  {
    slug: "listening-to-a-pulsar",
    title: "Listening to a Pulsar",
    subtitle: "Five millimetres of scruff on thirty metres of chart a day.",
    author: "nell",
    category: "sky",
    tags: ["sound", "clocks", "history", "patience"],
    body: `The telescope was four and a half acres of wires and posts in a field near Cambridge, and Jocelyn Bell had helped to put up the posts with a sledgehammer. It drew its findings on paper, close on thirty metres of it a day, and she read the paper. All of it.

In the summer of 1967 she came upon a bit of *scruff*. It took up some five millimetres of the trace. It was not a star, and it was not quite a passing car either. She remembered having seen it before, on the same patch of sky. She went back through the charts, and there it was.

When they ran the recorder faster, the scruff came apart into pulses, one and a third seconds apart, steadier than most clocks in the building. For some weeks the source had a half-joking label that stood for little green men. Then she found a second, elsewhere in the sky, in the small hours before the Christmas holidays; and two sets of green men were not going to be signalling to the same student. They were neutron stars, spinning.

You can play a pulsar through a loudspeaker. I have done so for school classes. It goes tock, tock, tock. Then I unroll thirty metres of till receipt down the corridor, and ask them to find me five millimetres.`,
    remarks: [
      { by: "otis", text: "The till receipt is genius. Trying this with my pupils next week." },
      "She gave away the whole of her big prize to fund students. Just saying.",
      "All of it. That's the sentence.",
    ],
  },
  {
    slug: "the-night-shift-at-the-weather-station",
    title: "The Night Shift at the Weather Station",
    subtitle: "Every hour, on the hour, somebody goes out and looks.",
    author: "nell",
    category: "sky",
    tags: ["weather", "measurement", "patience"],
    body: `At ten minutes to the hour the observer puts on her boots. The instruments report by themselves these days, and in principle she could stay in. But there is a line on the form for cloud, and another for *remarks*, and she belongs to the school that goes out.

She looks up until her eyes have got used to it. Cloud is given in eighths of the sky, and at night you count it by what is missing. No stars down to the hill: two eighths. Moon with a ring round it: ice, high up, and a front by the afternoon. She sniffs. There's no line for that.

The screen door creaks. Thermometer, wet and dry. A frog lives in the rain gauge's outer can; he has been relocated on three occasions and is shown in the inventory. Then in again, and the numbers go out over the wire to be eaten by a model that covers the whole earth in squares.

I asked what the remarks are for, when no one reads them. She showed me the ones that she had put in the hour before: *Clear. Two owls. Very still.* "Somebody will want to know," she said, "what it was like."`,
    remarks: [
      "A frog in the inventory. Please send my regards.",
      "Two owls. Very still. That's the whole report I want from every night.",
    ],
  },
  {
    slug: "shadows-at-noon",
    title: "Shadows at Noon",
    subtitle: "The size of the world, from a stick, a well and somebody's long walk.",
    author: "nell",
    category: "sky",
    tags: ["light", "measurement", "mathematics", "history"],
    body: `At Syene, on the longest day, the sun stood straight above a well and lit up the water at its bottom. At Alexandria, at the same moment, an upright rod threw a shadow. Eratosthenes, who ran the library there, saw that these two facts together were a measurement.

If the earth is round, and the sun far away, the angle of the shadow is the angle between the two towns as seen from the middle of the world. He made it a fiftieth of a circle. So fifty times the road from Alexandria to Syene goes once round everything. He put the road at 5,000 stades. That makes a quarter of a million.

How good it was depends on which stade he meant, and scholars have been kept in work by that for a while. It was good. On the kinder reading it was within a few per cent.

In the story he is the hero, and he deserves it. But I think about the road. A library doesn't know how far it is to Syene. Somebody had paced it; there were people trained to walk with even steps, and count. It is as fine an instrument as the shadow: a person, in that heat, at *four hundred thousand and one, four hundred thousand and two*.`,
    remarks: [
      "The trained walkers were called bematists. A whole profession of being even-footed!",
      {
        by: "otis",
        text: "We did this with two schools, 600 km apart, and a phone call at noon. Got within five per cent.",
      },
    ],
  },
];
