// Brings a fresh clone to where it can run: installs the locked packages when they are missing or out of date, and, with --browser,
// Chromium and a Chinese font from the system's packages. Plain JavaScript, because nothing is installed yet when it starts.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'

const run = (command, args, options = {}) => execFileSync(command, args, { stdio: 'inherit', ...options })
const has = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0
const olderThan = (file, other) => statSync(file).mtimeMs < statSync(other).mtimeMs

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Node.js 20 or newer is needed; this is ${process.versions.node}.`)
  process.exit(1)
}

const installed = 'node_modules/.package-lock.json'
if (!existsSync(installed) || olderThan(installed, 'package-lock.json')) {
  console.log('[1/2] installing the locked packages (about a minute the first time) …')
  run('npm', ['ci', '--no-audit', '--no-fund'])
}

if (process.argv.includes('--browser')) {
  const browser = has('chromium') || has('chromium-browser') || has('google-chrome') || process.env.CHROMIUM
  const font = spawnSync('sh', ['-c', 'fc-list :lang=zh | grep -q .']).status === 0
  if (!browser || !font) {
    if (process.platform !== 'linux' || !has('apt-get')) {
      console.error(
        'Chromium and a Chinese font are needed for the browser tests. Install them and set CHROMIUM=/path/to/chromium.',
      )
      process.exit(1)
    }
    console.log('[2/2] installing Chromium and a Chinese font from the system’s packages …')
    const admin = process.getuid?.() === 0 ? [] : ['sudo']
    const apt = (...args) =>
      run([...admin, 'apt-get'][0], [...admin, 'apt-get', ...args].slice(1), {
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      })
    apt('update', '-qq')
    apt('install', '-y', '-qq', 'chromium', 'fonts-noto-cjk', 'fontconfig')
  }
}
