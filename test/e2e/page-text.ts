import type { Page } from "./chromium.ts";

/** Waits until the page shows the text. */
export async function showsText(page: Page, text: string): Promise<void> {
  for (let turn = 0; turn < 100; turn++) {
    if ((await page.evaluate<string>("document.body?.innerText ?? ''").catch(() => "")).includes(text)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no ${text}: ${await page.evaluate<string>("document.body.innerText")}`);
}
