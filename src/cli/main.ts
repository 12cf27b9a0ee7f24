import { exitCodes } from './exit-codes.ts';
import { nodeIo } from './node-io.ts';
import { tellOwnFailure } from './own-failure.ts';
import { main } from './run.ts';

// What the starter loads first, and the only file that touches the process. The data files are in the folder beside it.
main(process.argv.slice(2), nodeIo(`${__dirname}/../data`)).then(
  (exitCode) => {
    // Everything is written by now; taking the heap apart, as Node does where nobody asks it to end, takes a user's time.
    process.exit(exitCode);
  },
  (error: unknown) => {
    process.stderr.write(tellOwnFailure(error));
    process.exitCode = exitCodes.internal;
  },
);
