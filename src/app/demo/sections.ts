import type { DemoCategory } from "./content.ts";

/** Parents before their children; the order is the order in the menu. */
export const categories: readonly DemoCategory[] = [
  { slug: "sea", name: "Sea", description: "Coasts, weather, and those who have to know about both before breakfast." },
  {
    slug: "navigation",
    name: "Navigation",
    parent: "sea",
    description: "How people find out where they are, and what they do with the news.",
  },
  { slug: "cities", name: "Cities", description: "Streets, benches, stairs: the furniture of living close together." },
  {
    slug: "transit",
    name: "Transit",
    parent: "cities",
    description: "Trams, trains, bridges, and the promise that one more is coming.",
  },
  { slug: "craft", name: "Craft", description: "Hands, tools, materials, and the arguments between them." },
  { slug: "science", name: "Science", description: "Careful ways of being wrong a little less." },
  { slug: "sky", name: "Sky", parent: "science", description: "Whatever is above the roof." },
  { slug: "food", name: "Food", description: "Kitchens, markets, and the long conversation between time and salt." },
  { slug: "machines", name: "Machines", description: "Things that move, and the people who keep them at it." },
];

/** The slug and the name. */
export const tags: readonly (readonly [string, string])[] = [
  ["tides", "Tides"],
  ["boats", "Boats"],
  ["lighthouses", "Lighthouses"],
  ["fog", "Fog"],
  ["maps", "Maps"],
  ["knots", "Knots"],
  ["salt", "Salt"],
  ["weather", "Weather"],
  ["water", "Water"],
  ["streets", "Streets"],
  ["bridges", "Bridges"],
  ["trains", "Trains and trams"],
  ["birds", "Birds"],
  ["sound", "Sound"],
  ["light", "Light"],
  ["tools", "Tools"],
  ["wood", "Wood"],
  ["textiles", "Textiles"],
  ["paper", "Paper"],
  ["repair", "Repair"],
  ["maintenance", "Maintenance"],
  ["clocks", "Clocks and time"],
  ["measurement", "Measurement"],
  ["mathematics", "Mathematics"],
  ["moon", "The moon"],
  ["bread", "Bread"],
  ["fermentation", "Fermentation"],
  ["kitchens", "Kitchens"],
  ["history", "History"],
  ["patience", "Patience"],
];
