import type { Claim } from '../model/claim.ts';
import { cloudNames } from '../model/cloud.ts';
import type { TitledEntry } from '../model/entry.ts';

/** A title in English, with the Chinese one and, where no page of the cloud has it in English, whose it is, in brackets. */
export function titleWords({
  title,
  titleZh,
  titleBy,
}: Pick<TitledEntry, 'title' | 'titleZh' | 'titleBy'>): string {
  const by =
    titleBy === undefined
      ? undefined
      : titleBy === 'iamscope'
        ? 'translated by iamscope'
        : `title of ${cloudNames[titleBy]}`;
  const beside = [titleZh === title ? undefined : titleZh, by].filter((part) => part !== undefined);
  return beside.length === 0 ? title : `${title} (${beside.join('; ')})`;
}

/** The same for a row without an entry. */
export function looseTitleWords({ title, titleEn }: Pick<Claim, 'title' | 'titleEn'>): string {
  if (titleEn === undefined) return title === '' ? '(no title)' : title;
  return titleWords({ title: titleEn, titleZh: title, titleBy: 'iamscope' });
}
