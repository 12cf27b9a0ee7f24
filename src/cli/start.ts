import { loadScript } from './load-script.ts';

// The file behind `bin`: as small as can be, since it is the one file whose compilation cannot be saved.
loadScript(`${__dirname}/chunks/main.cjs`, require);
