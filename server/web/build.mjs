/**
 * Builds the pages: `node build.mjs [face] [--watch]`.
 *
 * A face is a folder with page/index.html (or page/template.html, which the server fills in),
 * page/main.ts and page/style.css. Its build goes to <face>/static/: index.html with the hashed
 * names in place of the assets mark, the hashed files, manifest.json (the names of the script and
 * the styles) and sizes.json (bytes, plain and gzip).
 */
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { context } from "esbuild";

const WEB = dirname(fileURLToPath(import.meta.url));
const ROOT = resolve(WEB, "../..");
const ASSETS = "<!-- assets -->";

/** Face name in addresses -> its folder. */
const FACES = {
  home: "server/home",
  account: "server/account",
  staff: "server/staff",
  manager: "server/manager",
  figures: "server/figures",
  satisfaction: "server/satisfaction",
  register: "server/register",
  heard: "server/heard",
  admin: "server/admin",
  status: "server/status",
  outlook: "server/outlook",
  province: "server/province",
  lookup: "server/lookup",
  hall: "display/hall",
  counter: "display/counter",
  terminal: "rating_terminal",
  kiosk: "kiosk",
};

const version = /^version = "([^"]+)"$/m.exec(await readFile(join(ROOT, "pyproject.toml"), "utf8"))?.[1] ?? "";

function pageOf(face) {
  const page = join(ROOT, FACES[face], "page");
  const shell = ["index.html", "template.html"].find((name) => existsSync(join(page, name)));
  return shell ? { page, shell: join(page, shell) } : null;
}

/** What esbuild starts from: shared styles first, then the page's own, then its script. */
function entry(page) {
  const parts = ["@web/base.css", "./style.css", "./main.ts"];
  const wanted = parts.filter((part) => part.startsWith("@") || existsSync(join(page, part)));
  return wanted.map((part) => `import ${JSON.stringify(part)};`).join("\n");
}

function options(face, page, watching) {
  return {
    stdin: { contents: entry(page), resolveDir: page, sourcefile: `${face}.entry.ts`, loader: "ts" },
    bundle: true,
    format: "esm",
    target: ["chrome100", "firefox100", "safari15.4"],
    outdir: join(ROOT, FACES[face], "static"),
    entryNames: `${face}-[hash]`,
    assetNames: "[name]-[hash]",
    publicPath: `/assets/${face}/`,
    loader: { ".woff2": "file", ".svg": "file", ".wav": "file" },
    alias: { "@web": join(WEB, "src"), "@fontsource": join(WEB, "node_modules/@fontsource") },
    nodePaths: [join(WEB, "node_modules")],
    define: { MOTCUA_VERSION: JSON.stringify(version) },
    minify: !watching,
    sourcemap: watching ? "inline" : false,
    legalComments: "none",
    metafile: true,
    write: false,
    logLevel: "warning",
    tsconfig: join(WEB, "tsconfig.json"),
    plugins: [{ name: "pages", setup: (build) => build.onEnd((result) => emit(face, result)) }],
  };
}

/** Writes new files first, index.html after them and removes old ones last, so that a running
 *  server never serves a page whose files are missing. */
async function emit(face, result) {
  if (result.errors.length > 0) return;
  const folder = join(ROOT, FACES[face], "static");
  await mkdir(folder, { recursive: true });
  for (const file of result.outputFiles) await writeFile(file.path, file.contents);
  const names = entryNames(result.metafile);
  const sizes = sizesOf(result.outputFiles);
  await writeFile(join(folder, "manifest.json"), json(names));
  await writeFile(join(folder, "sizes.json"), json(sizes));
  await writeShell(face, folder, names);
  await removeOld(folder, Object.keys(sizes));
  report(face, sizes);
}

function entryNames(metafile) {
  const [path, output] = Object.entries(metafile.outputs).find(([, out]) => out.entryPoint);
  return { js: basename(path), css: output.cssBundle ? basename(output.cssBundle) : null };
}

async function writeShell(face, folder, names) {
  const { shell } = pageOf(face);
  if (basename(shell) !== "index.html") return;
  const html = await readFile(shell, "utf8");
  if (!html.includes(ASSETS)) throw new Error(`${shell} lacks ${ASSETS}`);
  const { js, css } = names;
  const style = css ? `<link rel="stylesheet" href="/assets/${face}/${css}">\n` : "";
  const tags = `${style}<script type="module" src="/assets/${face}/${js}"></script>`;
  await writeFile(join(folder, "index.html"), html.replace(ASSETS, tags));
}

async function removeOld(folder, names) {
  const kept = new Set([...names, "index.html", "manifest.json", "sizes.json"]);
  for (const name of await readdir(folder)) {
    if (!kept.has(name)) await rm(join(folder, name), { recursive: true });
  }
}

function sizesOf(files) {
  const size = ({ contents }) => ({ bytes: contents.length, gzip: gzipSync(contents).length });
  return Object.fromEntries(files.map((file) => [basename(file.path), size(file)]));
}

function report(face, sizes) {
  const code = Object.entries(sizes).filter(([name]) => /\.(js|css)$/.test(name));
  const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  const parts = code.map(([name, { gzip }]) => `${name.split(".").pop()} ${kb(gzip)}`);
  console.log(`${face.padEnd(9)} ${parts.join(", ")} (gzip)`);
}

function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

async function main(args) {
  const watching = args.includes("--watch");
  const named = args.filter((arg) => !arg.startsWith("--"));
  const unknown = named.find((face) => !(face in FACES));
  if (unknown) throw new Error(`no face "${unknown}"; there are: ${Object.keys(FACES).join(", ")}`);
  for (const face of named.length > 0 ? named : Object.keys(FACES)) {
    const found = pageOf(face);
    if (!found) continue;
    const build = await context(options(face, found.page, watching));
    if (watching) await build.watch();
    else await build.rebuild().finally(() => build.dispose());
  }
}

await main(process.argv.slice(2)).catch((error) => {
  // esbuild has printed its own messages already.
  if (!error.errors) console.error(error.message);
  process.exitCode = 1;
});
