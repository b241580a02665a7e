import type { DemoArticle } from "../content.ts";

export const foodArticles: readonly DemoArticle[] = [
  {
    slug: "bread-is-a-timetable",
    title: "Bread Is a Timetable",
    subtitle: "Flour, water and salt are the passengers. The recipe is when.",
    author: "amara",
    category: "food",
    tags: ["bread", "fermentation", "clocks"],
    featured: true,
    body: `I have worked for bakers who weighed their salt to the gram and for one who threw it like seed. All of their bread was good. What they had in common was that they knew what time it was.

Bread is mostly waiting, in a certain order. The dough rests so that the flour can drink. It rises, and you fold it. It rises again, in its shape this time, and then there's a quarter of an hour in which it is ready: not the one before, when it would tear in the oven, nor the one after, when it would sigh and lie down. The oven has to be hot for that quarter of an hour and so do you.

In the summer all of it goes faster. A warm kitchen is an express train. So you use colder water, or less yeast, or you put the whole thing in the cellar and set the alarm for four. Nothing in the list of ingredients has changed. It's a different bread.

When somebody asks me for a recipe now, I ask when they get home from work. We start from there and count backwards. I've written a loaf for a night nurse and one for a bus driver on a split shift. Same flour. Neither could have baked the other's.`,
    remarks: [
      {
        by: "lucia",
        text: "Engineer and baker here: structural work has exactly this quarter of an hour, it is called the concrete arriving.",
      },
      { by: "sam", text: "My sister the nurse would like that loaf, please." },
      '"A warm kitchen is an express train." This explains my August.',
    ],
  },
  {
    slug: "the-soup-that-never-ends",
    title: "The Soup That Never Ends",
    subtitle: "A pot on the back of a stove in Marseille, and its succession.",
    author: "amara",
    category: "food",
    tags: ["kitchens", "water", "patience"],
    body: `When I began at the restaurant the stock pot had been going, they told me, for nine years. It was never empty. In the evening it was strained, the bones went out and the liquid stayed, and in the morning new bones went in. It was brought back to a rolling boil each day, without fail, as otherwise such a pot is not a tradition but an incident.

Was it the same soup? The philosophers' ship has nothing on it. After a week there can't have been one spoonful in it from the Monday. Yet it tasted of the house. Each day's bones were cooked in the memory of the day before, and the memory was what you paid for.

Then came a Sunday in August when a new boy, tidy and well brought up, washed it. He was very proud. The chef looked into the shining pot for a long time. We all took a step back.

"Good," she said at last. "Tomorrow we will find out whether it was the pot or whether it was us." It took five weeks. I was there on the morning when she tasted it, put down the spoon, and turned round to the boy. "There," she said. "Now it's yours, too."`,
    remarks: [
      {
        by: "bao",
        text: "The boy! I was the boy, in a different kitchen, with a wok. I was not forgiven in five weeks.",
      },
      { by: "bao", text: "I run a pot like this. It has better uptime than anything I am paid for." },
    ],
  },
  {
    slug: "pickling-against-the-calendar",
    title: "Pickling Against the Calendar",
    subtitle: "How to post a cucumber to February.",
    author: "amara",
    category: "food",
    tags: ["fermentation", "salt", "kitchens"],
    body: `A glut is a kind of insult. For ten months you can't get a decent cucumber, and then in one week everybody's aunt has forty of them. You can give them away, if you can find anybody who has not got forty. Or you can send them on.

The post office is a jar. Weigh the vegetables and the water, take two or three per cent of that in salt, and see to it that everything stays under. That is all. The salt is not there to kill things. It's there to choose. The bacteria that would make it rot don't care for it, and those that we want, which were sitting on the cucumber all along, hardly mind. They set to work and make acid, and the acid closes the door behind them.

For a week it bubbles. You should let it out now and then, or it will let itself out, on to the ceiling. Taste it daily. There is one day on which it is still a cucumber and already something else, and on this day it goes down to the cellar.

In February, when there is nothing at the market apart from opinions, you open it. There's a hiss, and it's the eleventh of August. It smells of dill and of somebody's aunt.`,
    remarks: [
      '"The salt is not there to kill things. It\'s there to choose." Best explanation ever.',
      "Ceiling confirmed. 2019. There is still a mark.",
    ],
  },
  {
    slug: "an-onion-slowly",
    title: "An Onion, Slowly",
    subtitle: "Recipes say five minutes. Recipes lie.",
    author: "amara",
    category: "food",
    tags: ["kitchens", "patience"],
    body: `There is a sentence in a great many cookery books that goes: *fry the onions until they are golden and soft, about five minutes.* I've never met the onion. It has not got a name, nor an address. I believe that it was made up by a publisher.

At five minutes an onion is hot and annoyed. At ten, it has gone limp and given up its water, and the pan hisses; people take that for cooking. At twenty the hiss turns lower, since the water has gone and it's the fat that's talking. Now it begins. The sugars brown at the edges, a straw colour, then a violin. At forty minutes you have got about a third of what you started with, and it would improve a shoe.

Nothing can be done about this. A higher flame gives you a burnt onion that's raw. Baking soda gives you brown mush. The onion has to lose its water, and you are not going to talk it out of that.

So when a book tells me five minutes, I know that the writer wasn't standing there. And when someone stands at the stove for forty, with a wooden spoon, looking at nothing, I don't ask whether I can help. Dinner is going to be good.`,
    remarks: [
      "A straw colour, then a violin. I will never see them otherwise again.",
      "Read this at minute twelve. Went back to the stove.",
    ],
  },
  {
    slug: "salt-the-first-refrigerator",
    title: "Salt, the First Refrigerator",
    subtitle: "How a white powder let people stay put, and go away.",
    author: "amara",
    category: "food",
    tags: ["salt", "history", "boats"],
    body: `Before there was ice in a box there was salt in a barrel. It draws the water out of fish and meat until nothing can live there that would spoil it. A split cod, salted and dried, turns into something like a roof tile. It keeps for years. Put it in water for two days and it remembers that it was a fish.

You can't overstate what that did. With it, a summer's catch could feed a winter, and a ship could go farther than its crew's last fresh meal. Portugal's national dish swims off Norway. Whole towns have *salt* in their names, often in hiding: Salzburg says it outright, and so does every English town whose *-wich* was once a brine works.

Kings noticed. Anything that everybody needs and only some can make will be taxed, and salt was, in China for some two thousand years. The French *gabelle* was so hated that it is a byword to this day, and in 1930 Gandhi walked nearly four hundred kilometres to the sea and bent down to pick up a lump of it.

And now it stands on the table in a little pot, and we push it across to one another without looking up. *Could I have the salt?* It's been a long time since anybody could say no.`,
    remarks: [
      { by: "ines", text: "Bacalhau should have a plaque in every Norwegian harbour. Signed, Setúbal." },
      "Not every -wich, to be fair to Norwich and Ipswich, but the point stands in Cheshire.",
    ],
  },
  {
    slug: "the-rice-cooker-knows",
    title: "The Rice Cooker Knows",
    subtitle: "No chip, no clock: just a magnet that changes its mind.",
    author: "kenji",
    category: "food",
    tags: ["kitchens", "measurement", "water"],
    body: `The simplest rice cooker has one lever and two lights. You put in rice and water and press the lever down. Some time later it clicks up, and the rice is done. It doesn't matter if you were cooking one cup or six. How does it know?

There's no timer in it. Under the pot sits a small magnet pressed against a piece of special alloy. As long as there is water in the pot, the bottom cannot get much hotter than a hundred degrees, since the water boils away the rest. The moment the last free water has been soaked up, the temperature begins to climb. A few degrees above boiling, the alloy reaches its Curie point and stops being magnetic. The magnet lets go, a spring pulls the lever, and *click*.

It waits for the rice to tell it. That's all. A clever cooker would measure the weight, look up a table and compute the minutes, and be wrong at altitude. This one asks the only question that matters: is there any water left?

I have spent a career on systems that decide when to switch. Whenever a design review grows long, I think of that lever. It went up in my mother's kitchen every evening at about ten past six, and I never once saw it hesitate.`,
    remarks: [
      {
        by: "rosalind",
        text: "The Curie-point switch is my favourite mechanism in any household. So glad someone wrote it a love letter.",
      },
      { by: "bao", text: "Event-driven rice. Beats polling." },
    ],
  },
  {
    slug: "table-for-one",
    title: "Table for One, With a View of the Kitchen",
    subtitle: "Where to sit when you would like to be left alone in company.",
    author: "amara",
    category: "food",
    tags: ["kitchens", "patience"],
    status: "archived",
    body: `Waiters give the single guest the table beside the door, or the one next to the lavatory, on the theory that she is waiting for somebody or else has something to hide. Ask for the counter. Ask for the end of it, where you can see the pass.

From there a meal has a plot. There's the cook who never looks up and never collides with anybody. There's the one who talks. A plate comes to the pass, is turned by a few degrees, goes; another arrives, is looked at for a second too long, and goes back. No one says a word. You have just seen an entire argument.

You learn to order by it, too. Don't take what the menu says is special. Take what the cook makes when he has a moment: he will pick up that pan with a different wrist.

When I was on the other side, we always knew about the guest at the end of the counter. We called her *the inspector*, whoever it was. We plated for her a little bit more carefully than for the rest. It had nothing to do with criticism. It is simply that one cooks differently for a person who's looking.`,
    remarks: ["With a different wrist! I've seen that wrist."],
  },
  {
    slug: "what-the-market-throws-in",
    title: "What the Market Throws In",
    subtitle: "On parsley, and the thirteenth of the dozen.",
    author: "amara",
    category: "food",
    tags: ["kitchens", "streets", "history"],
    body: `At the market in my street you don't buy parsley. You buy carrots and fish, and when your bag is nearly shut a bunch of parsley falls into it. If you asked for the price, you'd embarrass everyone.

It has a name in many places. In New Orleans it's *lagniappe*; bakers have their thirteenth loaf; in Marseille my fishmonger says only *allez*. An economist once explained to me over dinner that it is a discount by other means. He's never come back for the next week's carrots, or he would know that it's the opposite. A discount ends the matter. The parsley keeps it open.

Look at who gets it. Tourists don't, as they will not be back. Nor does the man who haggles: he has had his, in coins. It goes to the ones who said good morning and to children who can name three fish. Once, when I'd not been for a month, there was a whole lemon in the bag and nothing was said about it.

Now and then someone proposes that the market should go over to fixed bundles, with parsley included, for transparency. I'm sure it would be cheaper. There would be the same amount of parsley in the world and none of it would mean a thing.`,
    remarks: [
      "The lemon. Oh, the lemon.",
      { by: "lucia", text: "In Spain it's the parsley as well! I thought it was only us." },
      "Showed this to an economist, the author of a paper on discounts. She withdraws it.",
    ],
  },
];
