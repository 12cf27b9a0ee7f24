import pc from 'picocolors';
import type { Colours } from '../reporters/colours.ts';

/** Colours for a terminal. A library file: the package asks for the process's streams when it is loaded. */
export const terminalColours: Colours = pc.createColors(true);
