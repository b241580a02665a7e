import { Validator } from "@seriousme/openapi-schema-validator";
import spectral, { type RulesetDefinition } from "@stoplight/spectral-core";
import owasp from "@stoplight/spectral-owasp-ruleset";
import rulesets from "@stoplight/spectral-rulesets";

/** Rules that are off for a document, each with its reason. */
export type Exceptions = Readonly<Record<string, string>>;

/** One place of every document, by `rule at path`. */
const places: Exceptions = {
  "owasp:api2:2023-no-credentials-in-url at paths./auth/v1/verify.get.parameters.0.name":
    "the token of a link in a mail, in GoTrue's name, good once",
};

/** What Spectral says of a document, by its own rules for OpenAPI and by OWASP's: `rule at path: message`. */
export async function lint(text: string, exceptions: Exceptions = {}): Promise<readonly string[]> {
  const linter = new spectral.Spectral();
  // Their own types do not fit one another.
  linter.setRuleset({ extends: [rulesets.oas as RulesetDefinition, owasp as unknown as RulesetDefinition] });
  const found = await linter.run(text);
  return found
    .filter(({ code }) => !(code in exceptions))
    .map(({ code, path, message }) => ({ place: `${code} at ${path.join(".")}`, message }))
    .filter(({ place }) => !(place in places))
    .map(({ place, message }) => `${place}: ${message}`);
}

/** Whether it is OpenAPI 3.1, by the standard's own schema: true, or what is wrong. */
export async function validity(text: string): Promise<unknown> {
  const { valid, errors } = await new Validator().validate(JSON.parse(text));
  return valid ? true : errors;
}
