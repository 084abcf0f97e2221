// What a shell completes after `plimsoll`, for bash, zsh and fish. Made from what the command itself
// says with --help, so that there is no second list of commands and options.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes the three files into the folder; `usage` is what --help prints. */
export function writeCompletions({ usage, folder }) {
  const known = readUsage(usage);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'plimsoll.bash'), bash(known));
  writeFileSync(path.join(folder, '_plimsoll'), zsh(known));
  writeFileSync(path.join(folder, 'plimsoll.fish'), fish(known));
}

/** Commands with what each takes, and what every command takes, in the order of the text. */
export function readUsage(usage) {
  const [, commandPart = '', optionPart = ''] = usage.split(/^(?:Commands|Options)$/m);
  const commands = [];
  for (const line of commandPart.split('\n')) {
    const [, indent = '', rest = ''] = /^( +)(\S.*)$/.exec(line) ?? [];
    if (indent.length === 2) commands.push({ ...nameAndText(rest), takes: [] });
    else if (indent.length === 4) commands.at(-1).takes.push(nameAndText(rest));
  }
  const common = optionPart
    .split('\n')
    .filter((line) => /^ {2}-/.test(line))
    .flatMap((line) => {
      const names = line.trim().split(/, (?=-)/);
      return names.map(nameAndText);
    });
  return { commands, common };
}

/** "--days N       that many days": the name, what it wants (if anything), and what it is for. */
function nameAndText(text) {
  const [, name = '', value = '', what = ''] =
    /^(\S+)(?: ([A-Z]+|[a-z]+,[a-z]+))?(?:\s+(.*))?$/.exec(text) ?? [];
  return { name, value, what };
}

function bash({ commands, common }) {
  const names = commands.map(({ name }) => name).join(' ');
  const cases = commands.map(({ name, takes }) => {
    return `    ${name}) words="${[...takes, ...common].map((each) => each.name).join(' ')}" ;;`;
  });
  return `# bash completion of plimsoll
_plimsoll() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="" each words
  for each in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " ${names} " in *" $each "*) command="$each"; break ;; esac
  done
  case "$before" in
    --codex-home) COMPREPLY=($(compgen -d -- "$word")); return ;;
    import) COMPREPLY=($(compgen -f -- "$word")); return ;;
    --by) COMPREPLY=($(compgen -W "day model day,model" -- "$word")); return ;;
    --days|--account) return ;;
  esac
  case "$command" in
${cases.join('\n')}
    *) words="${names} ${common.map(({ name }) => name).join(' ')}" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _plimsoll plimsoll
`;
}

function zsh({ commands, common }) {
  const spec = ({ name, value, what }) => {
    const action = name === '--codex-home' ? '_files -/' : ' ';
    const wants = value === '' ? '' : `:${value.toLowerCase()}:${action}`;
    return `'${name}[${escapeZsh(what === '' ? name : what)}]${wants}'`;
  };
  const shared = common.map(spec).join(' ');
  const cases = commands.map(({ name, takes }) => {
    const options = takes.filter((each) => each.name.startsWith('-')).map(spec);
    const words = takes.filter((each) => !each.name.startsWith('-'));
    const rest = words.flatMap((each) => [`'1:word:(${each.name})'`, "'2:file:_files'"]);
    return `    ${name}) _arguments $shared ${[...options, ...rest].join(' ')} ;;`;
  });
  const list = commands.map(({ name, what }) => `    '${name}:${escapeZsh(what)}'`);
  return `#compdef plimsoll
_plimsoll() {
  local -a commands shared
  local state line
  commands=(
${list.join('\n')}
  )
  shared=(${shared})
  _arguments -C $shared '1:command:->command' '*::argument:->argument'
  case "$state" in
    command) _describe command commands ;;
    argument)
      case "$line[1]" in
${cases.map((each) => `    ${each}`).join('\n')}
      esac ;;
  esac
}
_plimsoll "$@"
`;
}

function escapeZsh(text) {
  return text.replace(/[\\:[\]]/g, '\\$&').replaceAll("'", "'\\''");
}

function fish({ commands, common }) {
  const quoted = (text) => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const wants = ({ name, value }) =>
    value === '' ? '' : name === '--codex-home' ? " -r -a '(__fish_complete_directories)'" : ' -x';
  const option = (each, condition) => {
    const what = each.what === '' ? '' : ` -d ${quoted(each.what)}`;
    return `complete -c plimsoll -n ${quoted(condition)} -l ${each.name.slice(2)}${wants(each)}${what}`;
  };
  const lines = ['# fish completion of plimsoll', 'complete -c plimsoll -f'];
  for (const { name, what, takes } of commands) {
    const word = `-a ${name} -d ${quoted(what)}`;
    lines.push(`complete -c plimsoll -n __fish_use_subcommand ${word}`);
    const inside = `__fish_seen_subcommand_from ${name}`;
    for (const each of takes) {
      if (each.name.startsWith('-')) lines.push(option(each, inside));
      else
        lines.push(
          `complete -c plimsoll -n ${quoted(inside)} -F -a ${each.name} -d ${quoted(each.what)}`,
        );
    }
  }
  for (const each of common) lines.push(option(each, 'true'));
  return `${lines.join('\n')}\n`;
}
