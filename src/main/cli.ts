#!/usr/bin/env node
/** The command line: `portolan <command>`; each command is a file in commands/. */
import { Usage } from './commands/arguments.ts'

type Command = (args: string[]) => Promise<number>

const COMMANDS: Readonly<Record<string, { readonly about: string; readonly load: () => Promise<Command> }>> = {
  keys: {
    about: 'make --folder F --node ID --network N --member M: keys of a node and its member | backup --to FILE: a key for back-ups',
    load: async () => (await import('./commands/keys.ts')).keysCommand,
  },
  roster: {
    about: 'governor | found | next | sign | join | show: who belongs to a network',
    load: async () => (await import('./commands/roster.ts')).rosterCommand,
  },
  start: { about: '--config FILE: run a node', load: async () => (await import('./commands/node.ts')).startCommand },
  migrate: { about: '--config FILE: bring the database forward', load: async () => (await import('./commands/node.ts')).migrateCommand },
  status: {
    about: '--config FILE: what a running node says of itself',
    load: async () => (await import('./commands/node.ts')).statusCommand,
  },
  officer: {
    about: 'add | reset --config FILE --sign-in NAME …: the first administrators, or with --reason what they cannot do',
    load: async () => (await import('./commands/officer.ts')).officerCommand,
  },
  journal: {
    about: 'verify | export | prove: the journal, offline',
    load: async () => (await import('./commands/journal.ts')).journalCommand,
  },
  bundle: {
    about: 'verify FILE [--roster-hash H]: who said the statements of a bundle, and when, offline; --help says what is proven',
    load: async () => (await import('./commands/bundle.ts')).bundleCommand,
  },
  certificate: {
    about: 'verify FILE [--roster-hash H]: who issued a certificate of a course, when, and whether it holds, offline',
    load: async () => (await import('./commands/certificate.ts')).certificateCommand,
  },
  backup: {
    about: '--config FILE --to FOLDER [--recipient age1… | --unsealed]: sealed for the recipients of the configuration, or these',
    load: async () => (await import('./commands/backup.ts')).backupCommand,
  },
  restore: {
    about: '--config FILE --from FOLDER [--identity FILE] [--unsigned]: into an empty database, under a new epoch',
    load: async () => (await import('./commands/backup.ts')).restoreCommand,
  },
  doctor: {
    about: '--config FILE: what is wrong and what to do next',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
  graph: {
    about: 'measures --edges E.csv [--directed]: who holds a network together; --help says how it is measured',
    load: async () => (await import('./commands/graph.ts')).graphCommand,
  },
  picture: {
    about: 'totals (--frontex | --missing-migrants | --file) FILE [--route R] [--year Y]: what published figures come to; --help says how',
    load: async () => (await import('./commands/picture.ts')).pictureCommand,
  },
  names: {
    about: 'compare --pairs P.tsv | match --records R.tsv --queries Q.tsv --top 10',
    load: async () => (await import('./names-command.ts')).namesCommand,
  },
}

const [name = '', ...args] = process.argv.slice(2)
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
if (!command) {
  const width = Math.max(...Object.keys(COMMANDS).map(({ length }) => length))
  process.stderr.write(
    `portolan <command>\n\n${Object.entries(COMMANDS)
      .map(([key, { about }]) => `  ${key.padEnd(width)}  ${about}`)
      .join('\n')}\n`,
  )
  process.exitCode = name === '' || name === 'help' ? 0 : 2
} else {
  try {
    process.exitCode = await (await command.load())(args)
  } catch (failure) {
    process.stderr.write(
      failure instanceof Usage
        ? `portolan ${name}: ${failure.message}\n  ${name} ${command.about}\n`
        : `portolan ${name}: ${failure instanceof Error ? (process.env.PORTOLAN_TRACE ? failure.stack : failure.message) : String(failure)}\n`,
    )
    process.exitCode = failure instanceof Usage ? 2 : 1
  }
}
