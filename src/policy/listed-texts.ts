import { holeCharacter } from '../model/hole.ts';
import type { DocumentPath, PlacedText } from '../model/policy.ts';
import type { JsonNode } from './json-node.ts';

/**
 * The texts of a list, with their places: its strings, and one that is nothing but a hole for each item that is one, and for
 * those that are not known. A list that is a hole itself has one such item; of one that is there under a condition only, what is
 * there instead is not known either. Other values have no texts.
 */
export function listedTextsOf(node: JsonNode, path: DocumentPath): readonly PlacedText[] {
  const hole = (index: number): PlacedText => ({ text: holeCharacter, path: [...path, index] });
  if (node.type === 'hole') return [hole(0)];
  if (node.type !== 'list') return [];
  const texts = node.items.flatMap((item, index): PlacedText[] => {
    if (item.type === 'hole') return [hole(index)];
    if (item.type !== 'string') return [];
    const text = { text: item.value, path: [...path, index] };
    return [item.maybe || node.maybe ? { ...text, maybe: true } : text];
  });
  return node.open || node.maybe ? [...texts, hole(node.items.length)] : texts;
}
