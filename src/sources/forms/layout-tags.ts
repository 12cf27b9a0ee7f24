/**
 * Tags that pages use for layout. Anything else in angle brackets is text, such as a placeholder in a path, even where
 * HTML knows an element of that name (`<object>`, `<key>`).
 */
const layoutTags: ReadonlySet<string> = new Set(
  `a b big blockquote br caption center code col colgroup dd div dl dt em font h1 h2 h3 h4 h5 h6 hr i img li ol p pre
  section small span strong sub sup table tbody td tfoot th thead tr tt u ul`.split(/\s+/u),
);

/** Whether a tag of that name is layout, in whatever case it is written. */
export function isLayoutTag(name: string): boolean {
  return layoutTags.has(name.toLowerCase());
}
