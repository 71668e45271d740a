import { Failure } from "../../failure/failure.ts"

/** A text to be read line by line, from wherever it comes; each call of `lines` or `blocks` starts at its beginning. */
export interface TextSource {
  /** The name that errors show: usually the path. */
  readonly name: string
  /** Lines without their ends (`\n` or `\r\n`). */
  lines(): AsyncIterable<string>
  /** The same lines, many at a time, which is what readers use: one step of an async iterator a line would cost more than parsing it. */
  blocks(): AsyncIterable<readonly string[]>
}

/** A line longer than this is not text: reading stops rather than hold the file in memory. */
const longestLine = 1 << 26

/** A source whose text is already in memory. */
export function textSource(name: string, text: string): TextSource {
  return fromBlocks(name, async function* () {
    yield* split(name, [text])
  })
}

/**
 * A source of bytes: UTF-8 text, gunzipped where it begins with gzip's magic bytes. Memory is bounded by a chunk and a line.
 *
 * @param open gives the bytes anew at each reading; a function that can give them only once makes a source that can be read once.
 */
export function streamSource(name: string, open: () => ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>>): TextSource {
  return fromBlocks(name, async function* () {
    yield* split(name, decoded(name, await open()))
  })
}

/** A source of bytes held in memory, gunzipped where they are gzipped. */
export function bytesSource(name: string, bytes: Uint8Array): TextSource {
  return streamSource(
    name,
    () =>
      new ReadableStream({
        start(controller) {
          controller.enqueue(bytes)
          controller.close()
        },
      }),
  )
}

/** The beginning of a source, and the whole of it. */
export interface Peeked {
  readonly head: string
  readonly source: TextSource
  /** Lets go of the source without reading it. */
  close(): Promise<void>
}

/** The first `length` characters of a source (fewer when it is shorter), and a source that gives the whole text, once, from its start. */
export async function peek(source: TextSource, length: number = 1 << 16): Promise<Peeked> {
  const iterator = source.blocks()[Symbol.asyncIterator]()
  const seen: (readonly string[])[] = []
  let characters = 0
  while (characters < length) {
    const next = await iterator.next()
    if (next.done === true) break
    seen.push(next.value)
    for (const line of next.value) characters += line.length + 1
  }
  const again = fromBlocks(source.name, async function* () {
    try {
      yield* seen
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value
    } finally {
      await iterator.return?.()
    }
  })
  return { head: seen.flat().join("\n").slice(0, length), source: again, close: async () => void (await iterator.return?.()) }
}

function fromBlocks(name: string, blocks: () => AsyncGenerator<readonly string[]>): TextSource {
  return Object.freeze({
    name,
    blocks,
    async *lines() {
      for await (const block of blocks()) yield* block
    },
  })
}

async function* split(name: string, texts: Iterable<string> | AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let rest = ""
  for await (const text of texts) {
    const lines = (rest + text).split("\n")
    rest = lines.pop() ?? ""
    if (rest.length > longestLine) {
      throw new Failure("a line of more than 64 million characters", {
        place: { file: name },
        advice: "this does not look like a text file",
      })
    }
    if (lines.length > 0) yield withoutReturns(lines)
  }
  if (rest !== "") yield withoutReturns([rest])
}

function withoutReturns(lines: string[]): string[] {
  for (let i = 0; i < lines.length; i++) if (lines[i].endsWith("\r")) lines[i] = lines[i].slice(0, -1)
  return lines
}

async function* decoded(name: string, bytes: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = bytes.getReader()
  let first = new Uint8Array(0)
  while (first.length < 2) {
    const next = await reader.read()
    if (next.done) break
    first = joined(first, next.value)
  }
  const zipped = first.length >= 2 && first[0] === 0x1f && first[1] === 0x8b
  const whole = resumed(first, reader)
  const text = (zipped ? whole.pipeThrough(new DecompressionStream("gzip")) : whole).getReader()
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const next = await text.read()
      if (next.done) break
      yield decoder.decode(next.value, { stream: true })
    }
    yield decoder.decode()
  } catch (cause) {
    if (!zipped || cause instanceof Failure) throw cause
    throw new Failure("the compressed file is damaged, cut short, or several gzip files joined into one", {
      place: { file: name },
      advice: "copy it again, or unpack it first",
      cause,
    })
  } finally {
    await text.cancel().catch(() => undefined)
  }
}

function resumed(first: Uint8Array<ArrayBuffer>, reader: ReadableStreamDefaultReader<Uint8Array>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let pending: Uint8Array<ArrayBuffer> | undefined = first
  return new ReadableStream({
    async pull(controller) {
      if (pending !== undefined && pending.length > 0) {
        controller.enqueue(pending)
        pending = undefined
        return
      }
      const next = await reader.read()
      if (next.done) controller.close()
      else controller.enqueue(new Uint8Array(next.value))
    },
    cancel: (reason) => reader.cancel(reason),
  })
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
