import type { Socket } from "node:net"
import { type MessageParser, messageStream } from "@luthier/core"

/** What a lost connection is called, by the system and by streams that were written to after it. */
const LOST = new Set([
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ERR_STREAM_WRITE_AFTER_END",
  "ERR_STREAM_DESTROYED",
])

/** The messages of a connection, one after another, until the other side closes it or is lost; then the socket is closed too. */
export async function* incoming<T>(socket: Socket, parse: () => MessageParser<T>): AsyncGenerator<T, void> {
  const stream = messageStream(parse)
  // What happens to the socket when nobody reads is found out by who reads next.
  socket.on("error", () => undefined)
  try {
    for await (const bytes of socket) yield* stream.push(bytes)
  } catch (error) {
    if (!(error instanceof Error && "code" in error && LOST.has(String(error.code)))) throw error
  } finally {
    socket.destroy()
  }
}
