import { exitCodes } from './exit-codes.ts';
import { nodeIo } from './node-io.ts';
import { main } from './run.ts';

// What the starter loads first, and the only file that touches the process. The data files lie beside the chunks.
main(process.argv.slice(2), nodeIo(`${__dirname}/../data`)).then(
  (exitCode) => {
    // Everything is written by now; taking the heap apart, as Node does where nobody asks it to end, takes a user's time.
    process.exit(exitCode);
  },
  (error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(
      `iamscope: this is a defect of iamscope, not of your policies; please report it\n${text}\n`,
    );
    process.exitCode = exitCodes.internal;
  },
);
