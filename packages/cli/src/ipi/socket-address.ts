import { Failure } from "@luthier/core"
import { InvalidArgumentError, type Command } from "commander"

/** Where two programs meet: a port of a computer, or a file of this one. */
export type SocketAddress = { readonly host: string; readonly port: number } | { readonly path: string }

/** The two options by which a user names an address. */
export interface AddressOptions {
  readonly ipi?: SocketAddress
  readonly unix?: SocketAddress
}

/** Adds the options that name an address. */
export function withAddressOptions(command: Command, what: string): Command {
  return command
    .option("--ipi <address>", `${what}: host:port, or a port of this computer`, internetAddress)
    .option("--unix <name>", `${what}: the name of a Unix socket, /tmp/ipi_<name>; or a path`, unixAddress)
}

/** The address that was named. @throws Failure when there is none, or two. */
export function chosenAddress({ ipi, unix }: AddressOptions): SocketAddress {
  const address = ipi ?? unix
  if (address && !(ipi && unix)) return address
  throw new Failure(address ? "--ipi and --unix are two addresses" : "there is no address", {
    advice: "give one: --ipi host:port or --unix name",
  })
}

/** An address as people write it. */
export function describeAddress(address: SocketAddress): string {
  if ("path" in address) return address.path
  return `${address.host.includes(":") ? `[${address.host}]` : address.host}:${address.port}`
}

function internetAddress(text: string): SocketAddress {
  const found = /^(?:(?:\[(?<v6>[^\]]+)\]|(?<name>[^:\s]*)):)?(?<port>\d{1,5})$/u.exec(text.trim())?.groups
  const port = Number(found?.["port"])
  if (!found || port > 65_535) throw new InvalidArgumentError("It must be host:port or a port, such as localhost:31415.")
  return { host: found["v6"] || found["name"] || "localhost", port }
}

function unixAddress(text: string): SocketAddress {
  if (text.trim() === "") throw new InvalidArgumentError("It must be a name, such as copper.")
  const path = text.includes("/") ? text : `/tmp/ipi_${text}`
  // What sockaddr_un holds.
  if (Buffer.byteLength(path) > 107) throw new InvalidArgumentError("The path of a Unix socket has at most 107 bytes.")
  return { path }
}
