import { audit, createPotential, dataStatistics, describePlace, Failure, resolveSpec, type Audit, type DataSet } from "@luthier/core"
import { Command } from "commander"
import { loadConfig } from "../config/load.ts"
import { dataSchema, type DataConfig } from "../config/schema.ts"
import { createLog } from "../run/log.ts"
import { readData } from "../run/read-data.ts"
import { printJson, textTable } from "../terminal.ts"

/** Cutoff when there is no potential yet [Å]. */
const CUTOFF = 6

/** `luthier check`: what is in the data, and what of it would make a fit wrong. */
export function checkCommand(): Command {
  return new Command("check")
    .description("examine data before a fit; exit code 2 when a fit would be wrong")
    .argument("<files...>", "a config, or data files")
    .option("--json", "machine-readable, on standard output")
    .action(check)
}

async function check(files: readonly string[], { json }: { json?: boolean }): Promise<void> {
  const config = files.find(isConfig)
  if (config !== undefined && files.length > 1) {
    throw new Failure("a config is checked by itself, with the data files that it names", {
      place: { file: config },
      advice: "leave the other files out",
    })
  }
  const { sets, cutoff } = isConfig(files[0]) ? await configSets(files[0]) : { sets: await fileSets(files), cutoff: CUTOFF }
  const found = audit(sets, cutoff)
  if (json) printJson(found)
  else process.stdout.write(describeAudit(found))
  if (found.findings.some(({ severity }) => severity === "error")) process.exitCode = 2
}

function isConfig(file: string): boolean {
  return /\.ya?ml$/i.test(file)
}

async function configSets(file: string): Promise<{ sets: DataSet[]; cutoff: number }> {
  const { config, within } = await loadConfig(file)
  const sets = await namedSets({ train: config.data.train, test: config.data.test }, config.data)
  const cutoff = within(["potential"], () => createPotential(resolveSpec(config.potential, dataStatistics(sets[0].configurations)))).cutoff
  return { sets, cutoff }
}

async function fileSets(files: readonly string[]): Promise<DataSet[]> {
  const config = dataSchema.parse({ train: [...files] })
  return namedSets(Object.fromEntries(files.map((file) => [file, [file]])), config)
}

async function namedSets(sets: Readonly<Record<string, readonly string[]>>, config: DataConfig): Promise<DataSet[]> {
  const log = createLog()
  const read: DataSet[] = []
  for (const [name, files] of Object.entries(sets)) {
    if (files.length === 0) continue
    const { configurations, choices } = await readData(files, config)
    choices.forEach((choice) => log.line(choice))
    read.push({ name, configurations: configurations.slice() })
  }
  return read
}

function describeAudit({ groups, minimumDistances, size, findings }: Audit): string {
  const head = [
    "set / group",
    "frames",
    "atoms",
    "elements",
    "E / F / σ labels",
    "energy [eV/atom]",
    "largest F [eV/Å]",
    "volume [Å³/atom]",
  ]
  const rows = groups.map((group) => [
    `${group.set} / ${group.group}`,
    String(group.configurations),
    String(group.atoms),
    group.elements.join(" "),
    [group.withEnergy, group.withForces, group.withStress].join(" / "),
    rangeText(group.energyPerAtom, 3),
    Number.isNaN(group.largestForce) ? "–" : group.largestForce.toFixed(2),
    rangeText(group.volumePerAtom, 2),
  ])
  const distances = Object.entries(minimumDistances).map(([pair, distance]) => `${pair} ${distance.toFixed(3)}`)
  const parts = [
    textTable([head, ...rows]),
    `Shortest distances [Å]: ${distances.join(", ")}`,
    `${size.atoms} atoms, about ${size.pairs} pairs; about ${Math.ceil(size.memory / 2 ** 20)} MiB and ${size.seconds.toPrecision(2)} s an iteration on one core`,
    ...findings.map(({ severity, code, message, advice, frames }) => {
      const first = frames.slice(0, 3).map((origin) => `${describePlace(origin)} (frame ${origin.frame + 1})`)
      return [`${severity}: ${message} [${code}]`, `  ${advice}`, ...(first.length > 0 ? [`  ${first.join(", ")}`] : [])].join("\n")
    }),
    findings.length === 0 ? "Nothing stands out." : "",
  ]
  return `${parts.filter(Boolean).join("\n\n")}\n`
}

function rangeText([low, high]: readonly [number, number], decimals: number): string {
  return Number.isNaN(low) ? "–" : `${low.toFixed(decimals)} … ${high.toFixed(decimals)}`
}
