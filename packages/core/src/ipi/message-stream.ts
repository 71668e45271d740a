/** Reads one message: asks for so many bytes at a time, is given them, and returns what they mean. */
export type MessageParser<T> = Generator<number, T, DataView>

/** Puts messages together from the bytes of a connection, however they were cut on their way. */
export interface MessageStream<T> {
  /** Takes bytes as they come and gives the messages that are complete with them. @throws Failure when they mean nothing. */
  push(bytes: Uint8Array): readonly T[]
  /** Whether a message has begun and not ended. */
  pending(): boolean
}

/** A stream of messages that `parse` reads one after another. */
export function messageStream<T>(parse: () => MessageParser<T>): MessageStream<T> {
  const chunks: Uint8Array[] = []
  let held = 0
  let parser: MessageParser<T> | undefined
  let wanted = 0

  const take = (size: number): DataView => {
    const bytes = new Uint8Array(size)
    for (let at = 0; at < size;) {
      const [first] = chunks
      const part = first.subarray(0, size - at)
      bytes.set(part, at)
      at += part.length
      if (part.length === first.length) chunks.shift()
      else chunks[0] = first.subarray(part.length)
    }
    held -= size
    return new DataView(bytes.buffer)
  }

  return Object.freeze({
    push(bytes: Uint8Array): readonly T[] {
      if (bytes.length > 0) chunks.push(bytes)
      held += bytes.length
      const messages: T[] = []
      for (;;) {
        if (!parser) {
          if (held === 0) return messages
          parser = parse()
          wanted = sizeOf(parser.next())
        }
        if (held < wanted) return messages
        const step = parser.next(take(wanted))
        if (step.done) {
          messages.push(step.value)
          parser = undefined
        } else wanted = step.value
      }
    },
    pending: () => parser !== undefined,
  })
}

function sizeOf(step: IteratorResult<number, unknown>): number {
  if (step.done) throw new RangeError("a message has at least one byte")
  return step.value
}
