// The form that a count takes in a language, by the language's own rules. Owns the rules' names, no
// words: a message brings its forms along.

/** One text for each form that the language has; `other` is the one that every language has. */
export type Forms = { readonly other: string } & {
  readonly [Rule in Intl.LDMLPluralRule]?: string;
};

export function createPlural(language: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  return (count, forms) => forms[rules.select(count)] ?? forms.other;
}
