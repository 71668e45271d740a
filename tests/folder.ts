import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

/** What a test puts into a folder: texts and bytes by path; a path that ends in `/` is an empty folder. */
export type Files = Readonly<Record<string, string | Uint8Array>>

/** A folder of its own for one test, removed at the end of `using`. */
export interface Folder {
  path(name: string): string
  text(name: string): string
  /** Every file and folder below, with the contents of files: two listings are equal when nothing has changed. */
  listing(): Readonly<Record<string, string>>
  [Symbol.dispose](): void
}

/** Makes a folder that holds `files`. */
export function folderWith(files: Files): Folder {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "luthier-test-")))
  const path = (name: string): string => join(root, name)
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(name.endsWith("/") ? path(name) : dirname(path(name)), { recursive: true })
    if (!name.endsWith("/")) writeFileSync(path(name), content)
  }
  return {
    path,
    text: (name) => readFileSync(path(name), "utf8"),
    listing: () => {
      const names = readdirSync(root, { recursive: true, encoding: "utf8" }).sort()
      return Object.fromEntries(
        names.map((name) => [name, statSync(path(name)).isFile() ? readFileSync(path(name), "latin1") : "a folder"]),
      )
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  }
}
