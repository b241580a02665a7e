/** The JSON of `json` columns, in front of the type. */
export const jsonText = `export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];`;

/** The short names that the Supabase CLI gives too: \`Tables<"articles">\`, \`TablesInsert<"articles">\`. */
export const aliasText = `type PublicSchema = Database["public"];
type Relations = PublicSchema["Tables"] & PublicSchema["Views"];
type InPublic = { schema: "public" };
type Part<Group, Name, Key extends string> = Name extends keyof Group
  ? Group[Name] extends { [K in Key]: infer Type }
    ? Type
    : never
  : never;
type Chosen<Name, In> = Name extends InPublic ? In : Name;

export type Tables<
  Name extends keyof Relations | InPublic,
  In extends Name extends InPublic ? keyof Relations : never = never,
> = Part<Relations, Chosen<Name, In>, "Row">;

export type TablesInsert<
  Name extends keyof PublicSchema["Tables"] | InPublic,
  In extends Name extends InPublic ? keyof PublicSchema["Tables"] : never = never,
> = Part<PublicSchema["Tables"], Chosen<Name, In>, "Insert">;

export type TablesUpdate<
  Name extends keyof PublicSchema["Tables"] | InPublic,
  In extends Name extends InPublic ? keyof PublicSchema["Tables"] : never = never,
> = Part<PublicSchema["Tables"], Chosen<Name, In>, "Update">;

export type Enums<
  Name extends keyof PublicSchema["Enums"] | InPublic,
  In extends Name extends InPublic ? keyof PublicSchema["Enums"] : never = never,
> = PublicSchema["Enums"][Extract<Chosen<Name, In>, keyof PublicSchema["Enums"]>];

export type CompositeTypes<
  Name extends keyof PublicSchema["CompositeTypes"] | InPublic,
  In extends Name extends InPublic ? keyof PublicSchema["CompositeTypes"] : never = never,
> = PublicSchema["CompositeTypes"][Extract<Chosen<Name, In>, keyof PublicSchema["CompositeTypes"]>];`;
