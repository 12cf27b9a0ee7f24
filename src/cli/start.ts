import { isOlder } from './is-older.ts';
import { loadScript } from './load-script.ts';

/** The oldest version of Node.js that the program runs on, by `engines` of package.json. Put in by the build. */
declare var LEAST_NODE: string;

// The file behind `bin`: as small as can be, since it is the one file whose compilation cannot be saved, and in ES5, since
// an old Node that is to be refused has to understand it.
if (isOlder(process.versions.node, LEAST_NODE)) {
  process.stderr.write(`iamscope needs Node.js ${LEAST_NODE} or later, this is ${process.versions.node}\n`);
  process.exitCode = 2;
} else {
  loadScript(`${__dirname}/program/core.cjs`, require);
}
