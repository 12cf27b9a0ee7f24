import type pc from 'picocolors';

/** The colours that reporters use: picocolors' own functions, or ones that leave text as it is. */
export type Colours = Pick<
  ReturnType<typeof pc.createColors>,
  'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'blue' | 'cyan'
>;

const asIs = (text: string | number | null | undefined): string => String(text);

/** No colour. It stands here so that a run without a terminal need not load the library. */
export const noColours: Colours = {
  bold: asIs,
  dim: asIs,
  red: asIs,
  yellow: asIs,
  green: asIs,
  blue: asIs,
  cyan: asIs,
};
