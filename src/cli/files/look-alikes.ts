import type { PolicyFile } from '../../model/policy.ts';
import { decodeText } from '../../policy/decode-text.ts';
import { policyLook } from '../../policy/policy-look.ts';
import { beginning } from '../../policy/text-size.ts';
import type { FileSelection, Io } from '../io.ts';

// A library file, loaded where a folder holds no policy that is read.

/** So many files are opened, and so many are told of. */
const most = { opened: 2000, told: 20 };

/**
 * The files of folders that look as if they held policies, and that are not among those that are read in folders.
 * @param known what was read
 */
export async function lookAlikes(
  folders: readonly string[],
  known: (path: string) => boolean,
  selection: FileSelection,
  io: Io,
): Promise<readonly PolicyFile[]> {
  const found: PolicyFile[] = [];
  let left = most.opened;
  const wanted = (path: string) => !known(path) && !binary.test(path);
  for (const folder of folders) {
    const { files } = await io.findFiles({ folder }, { ...selection, wanted });
    for (const file of files) {
      left -= 1;
      if (left < 0 || found.length >= most.told) return found;
      const alike = lookAlike(file, io);
      if (alike !== undefined) found.push(alike);
    }
  }
  return found;
}

/** What no text has for its name. */
const binary =
  /\.(?:png|jpe?g|gif|ico|webp|svg|pdf|zip|gz|tgz|bz2|xz|7z|jar|class|so|dll|exe|o|a|wasm|woff2?|ttf|otf|mp[34]|mov|lock|map|min\.js|tfstate)$/iu;

function lookAlike(file: string, io: Io): PolicyFile | undefined {
  try {
    const bytes = io.readFile(file, beginning);
    if (bytes.includes(0)) return undefined;
    const { text } = decodeText(bytes);
    const at = policyLook(text);
    return at && { file, text, kind: 'none', policies: [], looksLikePolicy: { at, passedOver: true } };
  } catch {
    // A file that cannot be read says nothing here: nobody has named it.
    return undefined;
  }
}
