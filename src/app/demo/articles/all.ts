import type { DemoArticle } from "../content.ts";
import { cityArticles } from "./cities.ts";
import { craftArticles } from "./craft.ts";
import { foodArticles } from "./food.ts";
import { machineArticles } from "./machines.ts";
import { scienceArticles } from "./science.ts";
import { seaArticles } from "./sea.ts";

export const allArticles: readonly DemoArticle[] = [
  ...seaArticles,
  ...cityArticles,
  ...craftArticles,
  ...scienceArticles,
  ...foodArticles,
  ...machineArticles,
];
