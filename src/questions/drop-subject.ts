import { hasHan, type Lexicon } from './lexicon.ts';
import { baseVerbsOf, singularsOf } from './word-forms.ts';

const may = ['can', 'could', 'may', 'might', 'will', 'would', 'should', 'shall', 'must'];
const mayGerman = ['darf', 'dürfen', 'kann', 'können', 'könnte', 'soll', 'sollen', 'duerfen', 'koennen'];
const determiners = [
  'a',
  'an',
  'the',
  'this',
  'that',
  'my',
  'our',
  'your',
  'his',
  'her',
  'their',
  'these',
  'those',
  'any',
  'some',
  'each',
  'every',
  'which',
  'what',
  'diese',
  'dieser',
  'dieses',
  'die',
  'der',
  'das',
  'meine',
  'mein',
  'unsere',
  'unser',
  'eine',
  'ein',
  'welche',
  'welcher',
  'jede',
  'jeder',
];
const right = '(?:permissions?|rights?|privileges?|access|authority|power|ability|authori[sz]ation)';
const haveRight = `(?:have|has|had|get|gets|got|hold|holds|possess|possesses|with)\\s+(?:the\\s+|any\\s+|a\\s+|enough\\s+|sufficient\\s+|all\\s+)*${right}(?:\\s+(?:needed|required|necessary))?\\s+to`;
const beAble = '(?:able|allowed|permitted|authori[sz]ed|entitled|supposed|enabled|privileged)\\s+to';

/** What stands between who is asked about and what is done. */
const ability = new RegExp(`^(?:(?:be|is|are|am|being)\\s+)?(?:${beAble}|${haveRight})\\s+`, 'u');
const impersonal =
  /^(?:is|would|will)\s+it\s+(?:be\s+)?(?:possible|allowed|permitted|ok|okay|fine|legal|feasible)\s+(?:for\s+(?:\S+\s+){1,4}?)?to\s+/u;
const wish =
  /^(?:(?:i|we)\s+(?:want|need|wish|have|would\s+like|'d\s+like|plan|intend|try)\s+to|(?:i'd|we'd)\s+like\s+to|how\s+to|how\s+(?:do|does|can|could|should|would)\s+(?:i|we|you|one)|what\s+(?:is|do\s+(?:i|we)\s+need|permissions?\s+(?:do\s+(?:i|we)\s+need|is\s+needed|are\s+needed)|is\s+needed|is\s+required)\s+to|(?:the\s+)?(?:permissions?|rights?|ability)\s+to)\s+/u;
const tail =
  /\s+(?:with|by|using|as|under|for|mit|von|durch)\s+(?:this|the|my|our|these|that|dieser|diesem|diese|meiner)\s+(?:role|user|policy|policies|group|account|team|rolle|richtlinie|benutzer|gruppe)(?:\s+[\w.@-]+)?$/u;

/**
 * Leaves out who is asked about, however it is phrased: `can this role …`, `am I allowed to …`, `哪个角色能…吗`, `darf ich …`. A
 * question in the passive voice becomes one in the active (`can images be deleted`: `deleted images`).
 */
export function dropSubject(question: string, lexicon: Lexicon): string {
  const text = question
    .normalize('NFKC')
    .replace(/[’‘`"“”„「」『』]/gu, (c) => (/[’‘`]/u.test(c) ? "'" : ''))
    .trim();
  if (hasHan(text)) return dropChineseSubject(text);
  const plain = text.replace(/[?!.\s]+$/gu, '');
  const lower = plain.toLowerCase();
  const rest = afterSubject(lower, lexicon).replace(tail, '');
  // Capitals part the words of identifiers, so that they are kept where nothing is left out.
  return rest === lower ? plain : rest;
}

function afterSubject(text: string, lexicon: Lexicon): string {
  const polite = text
    .replace(/^(?:please|so|hello|hi|hey|ok|okay|now|well|tell\s+me\s+(?:if|whether))[\s,]+/u, '')
    .replace(/^(?:if|whether)\s+/u, '');
  for (const start of [impersonal, wish]) {
    const match = start.exec(polite);
    if (match) return polite.slice(match[0].length);
  }
  const german =
    /^(?:ist\s+es\s+(?:möglich|moeglich|erlaubt)|hat\s+(?:diese[rs]?|die|der|meine?)\s+\S+\s+(?:das\s+recht|die\s+berechtigung|die\s+erlaubnis))\s*,?\s+/u.exec(
      polite,
    );
  if (german) return polite.slice(german[0].length);
  const [first = '', ...others] = polite.split(/\s+/u);
  const asks = [...may, ...mayGerman].includes(first);
  if (/^(?:who|whoever|wer)$/u.test(first)) return afterAbility(others, lexicon);
  if (['is', 'are', 'am', 'do', 'does', 'did', 'has', 'have'].includes(first) || asks) {
    const voice = passive(others, lexicon);
    if (asks && voice !== undefined) return voice;
    const rest = withoutHolder(others, lexicon);
    const match = ability.exec(`${rest.join(' ')} `);
    if (match) return rest.join(' ').slice(match[0].length);
    if (asks) return rest.join(' ');
    return polite.replace(/^(?:is|are)\s+(.*)\s+(?:allowed|permitted|possible)$/u, '$1');
  }
  // `this role can …`, `which users may …`
  const rest = withoutHolder([first, ...others], lexicon);
  if (
    rest.length < others.length + 1 &&
    [...may, ...mayGerman, 'is', 'are', 'has', 'have'].includes(rest[0] ?? '')
  )
    return afterAbility(rest, lexicon);
  return polite;
}

/** The words after `can`, `is allowed to`, `has the right to`. */
function afterAbility(words: readonly string[], lexicon: Lexicon): string {
  const text = words.join(' ');
  const match = ability.exec(`${text} `);
  if (match) return text.slice(match[0].length);
  const [first = '', ...rest] = words;
  return [...may, ...mayGerman].includes(first) ? afterSubjectless(rest, lexicon) : text;
}

function afterSubjectless(words: readonly string[], lexicon: Lexicon): string {
  return passive(words, lexicon) ?? words.join(' ').replace(/^be\s+able\s+to\s+/u, '');
}

/** Without the words for who is asked about, if they stand first. */
function withoutHolder(words: readonly string[], lexicon: Lexicon): string[] {
  const { subjects } = lexicon.vocabulary;
  const holders = [...(subjects.en ?? []), ...(subjects.de ?? [])];
  const [first = ''] = words;
  if (subjects.pronouns.includes(first) || ['ich', 'wir', 'man', 'er', 'sie', 'jemand'].includes(first))
    return words.slice(1);
  const isDetermined = determiners.includes(first);
  const from = isDetermined ? 1 : 0;
  for (let at = from; at < Math.min(words.length, from + 4); at++) {
    const word = words[at] ?? '';
    if (!holders.includes(word)) {
      // A verb ends what stands before it; a thing may belong to the name of a group.
      if (!isDetermined || (isVerb(word, lexicon) && !isThing(word, lexicon))) break;
      continue;
    }
    const named = words[at + 1] ?? '';
    const follows = words[at + 2] ?? '';
    const isName =
      named !== '' &&
      !may.includes(named) &&
      !/^(?:is|are|be|has|have|able|allowed|permitted)$/u.test(named) &&
      !isVerb(named, lexicon) &&
      !isThing(named, lexicon);
    const isGerman = mayGerman.includes(named) || /^(?:ein|eine|einen|den|die|das|der)$/u.test(named);
    return words.slice(
      at +
        1 +
        (isName &&
        !isGerman &&
        (isVerb(follows, lexicon) || may.includes(follows) || /^(?:be|able|have|is)$/u.test(follows))
          ? 1
          : 0),
    );
  }
  // A bare name: `can alice delete images`.
  if (!isDetermined && !isVerb(first, lexicon) && !isThing(first, lexicon) && isVerb(words[1] ?? '', lexicon))
    return words.slice(1);
  return [...words];
}

/** `images be deleted by …` as `deleted images`. */
function passive(words: readonly string[], lexicon: Lexicon): string | undefined {
  const at = words.indexOf('be');
  const participle = words[at + 1] ?? '';
  if (at < 1 || !isVerb(participle, lexicon)) return undefined;
  const rest = words
    .slice(at + 2)
    .join(' ')
    .replace(/^by\s+.*$|\s+by\s+.*$/u, '');
  return [participle, ...words.slice(0, at), rest].join(' ').trim();
}

function isVerb(word: string, lexicon: Lexicon): boolean {
  return [word, ...baseVerbsOf(word)].some((form) => (lexicon.latin(form)?.verbs.length ?? 0) > 0);
}

function isThing(word: string, lexicon: Lexicon): boolean {
  return [word, ...singularsOf(word)].some((form) => (lexicon.latin(form)?.things.length ?? 0) > 0);
}

const chineseHolder =
  '(?:(?:这个|这些|这|该|此|我的|本|当前|哪个|哪些|那个|任何|一个)?(?:名为|叫)?[A-Za-z0-9_-]*(?:的)?(?:角色|用户组|用户|策略|委托|账号|帐号|我们|我|他们|他|她|你|谁|人|管理员)[A-Za-z0-9_-]*)';
const chineseMay =
  '(?:是否可以|是否能够|是否能|是否允许|是否|是不是可以|是不是能|能不能够|能不能|可不可以|可以|能够|能否|可否|有没有权限|有没有权|是否有权限|有无权限|有权限|有权|被允许|允许|能|可)(?:去|来)?';
const chineseStart = new RegExp(
  `^(?:请问|那么|请)?[,，]?(?:${chineseHolder}\\s*${chineseMay}|${chineseMay.replace('|被允许|允许', '')}(?:让|由)?)\\s*`,
  'u',
);

function dropChineseSubject(text: string): string {
  return text
    .replace(/[?？!！。.\s]+$/gu, '')
    .replace(/(?:吗|呢|么|嘛|吧)$/u, '')
    .replace(chineseStart, '')
    .replace(/^(?:请问|请|如何|怎么|怎样|怎么样)/u, '')
    .trim();
}
