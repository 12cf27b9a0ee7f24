import yargs from 'yargs';
import { type CommandSpec, commands } from './options.ts';

const exitCodeText =
  'Exit codes: 0 nothing found or allowed, 1 findings or refused, 2 wrong call or configuration, 3 conditional or ungoverned, 70 a bug in iamscope.';

/** Help for the program, or for one command, laid out by yargs from the option table. */
export async function renderHelp(command: CommandSpec | undefined): Promise<string> {
  const parser = yargs([])
    .scriptName('iamscope')
    .locale('en')
    .version(false)
    .help(false)
    .wrap(100)
    .exitProcess(false);
  if (command === undefined) {
    parser.usage(
      '$0 [command]\n\nPolicy linter and permission analyzer for Huawei Cloud and Open Telekom Cloud IAM.',
    );
    for (const { name, usage, describe } of commands as readonly CommandSpec[])
      parser.command(`${name} ${usage}`, describe);
    for (const { examples } of commands as readonly CommandSpec[]) {
      const [first] = examples;
      if (first) parser.example(first[0], first[1]);
    }
    parser.epilogue(`\`iamscope <command> --help\` shows the options of a command.\n${exitCodeText}`);
  } else {
    parser.usage(`$0 ${command.name} ${command.usage}\n\n${command.describe}`);
    for (const [name, option] of Object.entries(command.options)) {
      parser.option(name, {
        describe: option.describe,
        ...(option.type === 'boolean'
          ? { type: 'boolean' as const }
          : {
              type: 'string' as const,
              requiresArg: option.bare === undefined,
              ...(option.multiple ? { array: true } : {}),
            }),
        ...(option.choices ? { choices: option.choices } : {}),
        ...(option.default === undefined ? {} : { default: option.default }),
        ...(option.short === undefined ? {} : { alias: option.short }),
      });
    }
    for (const [example, what] of command.examples) parser.example(example, what);
    parser.epilogue(exitCodeText);
  }
  return `${await parser.getHelp()}\n`;
}
