/** What a template may name, as in GoTrue's: `{{ .ConfirmationURL }}`. */
export const placeholders = [
  "ConfirmationURL",
  "Token",
  "TokenHash",
  "SiteURL",
  "RedirectTo",
  "Email",
  "NewEmail",
  "Name",
] as const;

export type Placeholder = (typeof placeholders)[number];
export type TemplateValues = Readonly<Record<Placeholder, string>>;

export type Template = readonly (string | { readonly placeholder: Placeholder })[];

/** Throws TypeError where the text names what there is not, so that nobody is sent a hole. */
export function parseTemplate(text: string, where: string): Template {
  return text.split(/(\{\{.*?\}\})/s).map((part) => {
    if (!part.startsWith("{{")) return part;
    const name = /^\{\{\s*\.(\w+)\s*\}\}$/.exec(part)?.[1];
    const placeholder = placeholders.find((known) => known === name);
    if (placeholder === undefined) throw new TypeError(`${where}: ${part} is none of ${placeholders.join(", ")}`);
    return { placeholder };
  });
}

export function fill(template: Template, values: TemplateValues): string {
  return template.map((part) => (typeof part === "string" ? part : values[part.placeholder])).join("");
}

/** As text of HTML and inside its quotes: what a user has chosen is never markup of ours. */
export function fillHtml(template: Template, values: TemplateValues): string {
  return template.map((part) => (typeof part === "string" ? part : escapeHtml(values[part.placeholder]))).join("");
}

const entities: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities.get(character) ?? character);
}
