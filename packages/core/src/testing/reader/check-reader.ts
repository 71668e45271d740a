import { cellVolume, completeCell } from "../../atoms/cell.ts"
import type { Configuration } from "../../atoms/structure.ts"
import { Failure } from "../../failure/failure.ts"
import type { LabelKeys, Reader, ReadOptions } from "../../io/reader.ts"
import { streamSource, textSource } from "../../io/source/text-source.ts"
import type { TextSource } from "../../io/source/text-source.ts"
import { ConformanceError } from "../conformance-error.ts"

/** A file of the reader's format that is right, with how many configurations it holds. */
export interface ReaderSample {
  /** File name, as `detect` sees it. */
  readonly name: string
  readonly text: string
  readonly configurations: number
  readonly options?: ReadOptions
}

/** Of `checkReader`. */
export interface ReaderCheckOptions {
  /** Other readers, none of which may take a sample for its own. */
  readonly others?: readonly Reader[]
  /** How many truncated and how many damaged versions of each sample are tried; default 60. */
  readonly damages?: number
}

/**
 * Checks a reader on samples of its format. It recognises them and no other reader does. It gives the same configurations however the
 * bytes arrive (one at a time, in pieces, gzipped, with `\r\n`, without a last newline). What it gives is a valid `Configuration`: lengths that fit,
 * finite positions, a cell with a volume where it repeats, an origin. It reports its keys once, also when the consumer stops early, and
 * then lets go of the source. Whatever is cut off or overwritten, it either reads or throws a `Failure` with a line of the file, nothing else; and
 * the configurations it gave before are those of the whole file.
 *
 * @throws ConformanceError naming the law that fails.
 */
export async function checkReader(reader: Reader, samples: readonly ReaderSample[], options: ReaderCheckOptions = {}): Promise<void> {
  demand("samples", samples.length > 0, "there are none")
  for (const sample of samples) {
    const whole = await readAll(reader, textSource(sample.name, sample.text), sample.options)
    demand("count", whole.length === sample.configurations, `${sample.name}: ${whole.length} configurations, not ${sample.configurations}`)
    checkDetection(reader, sample, options.others ?? [])
    for (const [index, configuration] of whole.entries()) checkConfiguration(sample, configuration, index)
    await checkDelivery(reader, sample, whole)
    await checkKeys(reader, sample)
    await checkStopping(reader, sample)
    await checkCuts(reader, sample, whole, options.damages ?? 60)
    await checkDamage(reader, sample, options.damages ?? 60)
  }
}

function checkDetection(reader: Reader, sample: ReaderSample, others: readonly Reader[]): void {
  const head = sample.text.slice(0, 1 << 16)
  demand("detection", reader.detect(head, sample.name), `${sample.name} is not recognised`)
  for (const other of others) {
    if (other.name !== reader.name) demand("detection", !other.detect(head, sample.name), `${sample.name} is taken for ${other.name}`)
  }
  demand("detection", !reader.detect("", "empty"), "an empty file is taken for this format")
  demand("detection", !reader.detect("Dear reader,\n\nnothing here is data.\n", "letter.txt"), "a letter is taken for this format")
}

function checkConfiguration(sample: ReaderSample, configuration: Configuration, index: number): void {
  const { structure, energy, forces, stress, group, weights, origin } = configuration
  const law = (holds: boolean, what: string) => demand("configuration", holds, `${sample.name}, frame ${index}: ${what}`)
  const { numbers, positions, cell, pbc } = structure
  law(numbers.length > 0 && positions.length === 3 * numbers.length, `${numbers.length} elements, ${positions.length} coordinates`)
  law(
    numbers.every((z) => z >= 1 && z <= 118),
    "an atomic number is out of range",
  )
  law(positions.every(Number.isFinite), "a position is not finite")
  law(cell === null ? !pbc.includes(true) : cell.length === 9 && cell.every(Number.isFinite), "the cell does not fit the periodicity")
  law(cell === null || cellVolume(completeCell(cell, pbc)) > 0, "the cell has no volume")
  law(energy === undefined || Number.isFinite(energy), "the energy is not finite; an unknown energy is left out")
  law(
    forces === undefined || (forces.length === positions.length && !forces.some((f) => Math.abs(f) === Infinity)),
    "the forces do not fit",
  )
  law(forces === undefined || !forces.every(Number.isNaN), "no force is known; then forces are left out")
  law(stress === undefined || (stress.length === 6 && stress.every(Number.isFinite)), "the stress does not fit")
  law(group !== "", "the group has no name")
  law(
    Object.values(weights).every((w) => Number.isFinite(w) && w >= 0),
    "a weight is negative or not finite",
  )
  law(origin.file === sample.name && origin.frame === index && (origin.line ?? 1) >= 1, `the origin is ${JSON.stringify(origin)}`)
}

async function checkDelivery(reader: Reader, sample: ReaderSample, whole: readonly Configuration[]): Promise<void> {
  const bytes = new TextEncoder().encode(sample.text)
  const zipped = new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer())
  const ways: [string, TextSource][] = [
    ["byte by byte", inPieces(sample.name, bytes, 1)],
    ["in pieces of 7 bytes", inPieces(sample.name, bytes, 7)],
    ["gzipped", inPieces(sample.name, zipped, 1000)],
    ["gzipped, byte by byte", inPieces(sample.name, zipped, 1)],
    ["with \\r\\n", textSource(sample.name, sample.text.replaceAll("\n", "\r\n"))],
    ["without a last newline", textSource(sample.name, sample.text.trimEnd())],
  ]
  for (const [way, source] of ways) {
    const again = await readAll(reader, source, sample.options)
    demand("delivery", same(again, whole), `${sample.name} read ${way} gives something else`)
  }
}

async function checkKeys(reader: Reader, sample: ReaderSample): Promise<void> {
  const reports: LabelKeys[] = []
  for await (const _ of reader.read(textSource(sample.name, sample.text), { ...sample.options, onKeys: (keys) => reports.push(keys) }))
    continue
  demand("keys", reports.length === 1, `${sample.name}: the keys are reported ${reports.length} times, not once`)
  demand(
    "keys",
    reports[0].file === sample.name && reports[0].format === reader.name,
    `${sample.name}: the report names another file or format`,
  )
}

async function checkStopping(reader: Reader, sample: ReaderSample): Promise<void> {
  let cancelled = false
  let reports = 0
  const bytes = new TextEncoder().encode(sample.text)
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(bytes),
    cancel: () => void (cancelled = true),
  })
  const frames = reader.read(
    streamSource(sample.name, () => endless),
    { ...sample.options, onKeys: () => reports++ },
  )
  try {
    for await (const _ of frames) break
  } catch (error) {
    // A format of one structure a file rightly objects to a second one behind it.
    demand("stopping", error instanceof Failure, `${sample.name}: ${String(error)}`)
  }
  demand("stopping", reports === 1, `${sample.name}: a reader stopped early reports its keys ${reports} times`)
  demand("stopping", cancelled, `${sample.name}: a reader stopped early holds on to its source`)
}

async function checkCuts(reader: Reader, sample: ReaderSample, whole: readonly Configuration[], many: number): Promise<void> {
  for (let k = 0; k < many; k++) {
    const text = sample.text.slice(0, Math.floor((k * sample.text.length) / many))
    const { configurations } = await readDamaged(reader, sample, text, `cut after ${text.length} characters`)
    // A cut inside the last number of a line can make another number of it, so the last one is not compared.
    const sure = configurations.slice(0, -1)
    demand(
      "truncation",
      same(sure, whole.slice(0, sure.length)),
      `${sample.name} cut after ${text.length} characters gives other configurations`,
    )
  }
}

async function checkDamage(reader: Reader, sample: ReaderSample, many: number): Promise<void> {
  const words = [...sample.text.matchAll(/\S+/gu)]
  const garbage = ["?", "-7", "1e999", "nan", "0", "*****", '"', "[", "Xx", ""]
  for (let k = 0; k < many; k++) {
    const word = words[Math.floor((k * words.length) / many)]
    const put = garbage[k % garbage.length]
    const text = sample.text.slice(0, word.index) + put + sample.text.slice(word.index + word[0].length)
    const { configurations } = await readDamaged(reader, sample, text, `with “${put}” for “${word[0]}”`)
    for (const [index, configuration] of configurations.entries()) checkConfiguration(sample, configuration, index)
  }
}

async function readDamaged(reader: Reader, sample: ReaderSample, text: string, how: string): Promise<{ configurations: Configuration[] }> {
  const configurations: Configuration[] = []
  try {
    for await (const configuration of reader.read(textSource(sample.name, text), sample.options)) configurations.push(configuration)
  } catch (error) {
    const failure = error instanceof Failure ? error : undefined
    demand("failures", failure !== undefined, `${sample.name} ${how} throws ${String(error)}, which is not a Failure`)
    const lines = text.split("\n").length
    const { place } = failure ?? {}
    const inFile = place?.file === sample.name && (place.line === undefined || (place.line >= 1 && place.line <= lines))
    demand("failures", inFile, `${sample.name} ${how}: “${failure?.describe()}” has no place in the file`)
    demand(
      "failures",
      failure?.advice !== undefined && failure.advice !== "",
      `${sample.name} ${how}: “${failure?.describe()}” advises nothing`,
    )
  }
  return { configurations }
}

async function readAll(reader: Reader, source: TextSource, options: ReadOptions | undefined): Promise<Configuration[]> {
  const configurations: Configuration[] = []
  for await (const configuration of reader.read(source, options)) configurations.push(configuration)
  return configurations
}

function inPieces(name: string, bytes: Uint8Array, size: number): TextSource {
  return streamSource(name, () => {
    let at = 0
    return new ReadableStream({
      pull(controller) {
        if (at >= bytes.length) return controller.close()
        controller.enqueue(bytes.slice(at, at + size))
        at += size
      },
    })
  })
}

/** Whether two configurations say the same to the last bit; NaN equals NaN, and 0 does not equal −0. */
export function sameConfiguration(a: Configuration, b: Configuration): boolean {
  return canonical(a) === canonical(b)
}

function same(a: readonly Configuration[], b: readonly Configuration[]): boolean {
  return a.length === b.length && a.every((configuration, i) => sameConfiguration(configuration, b[i]))
}

function canonical(configuration: Configuration): string {
  const plain = (value: unknown): unknown => {
    if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value)
    if (value instanceof Float64Array || value instanceof Int32Array) return Array.from<number, unknown>(value, plain)
    return value
  }
  return JSON.stringify(configuration, (_, value: unknown) => plain(value))
}

function demand(law: string, holds: boolean, what: string): asserts holds {
  if (!holds) throw new ConformanceError(law, what)
}
