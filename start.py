#!/usr/bin/env python3
"""Start casekit with one command; nothing but Python is needed.

    python3 start.py lab [--no-browser] [--port N] [--folder DIR]   open the notebooks in JupyterLab
    python3 start.py test [pytest arguments]   check the code and run every test
    python3 start.py check                     only the checks of the code
    python3 start.py notebooks                 run and clean the kit's own notebooks
    python3 start.py bench                     measure it

On Windows write `py start.py lab`. The first start makes an environment in `.venv` beside this file and
installs the exact versions listed in `requirements/`; later starts are immediate.
"""
# Only the standard library and Python 3.8: with an old Python this file must still say which one is needed.
from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

NEEDED = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "casekit-start.json"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
EXE = ".exe" if WINDOWS else ""
PYTHON = BIN / f"python{EXE}"
QUIET = bool(os.environ.get("CI")) or not sys.stdout.isatty()
HERE = ".".join(map(str, sys.version_info[:3]))
# What an install takes, measured on Linux: megabytes to download, on disk, and needed free to be safe.
SIZES = {"lab": (155, 770, 1200), "test": (255, 1400, 2100)}
VERBS = {"lab": "lab", "test": "test", "check": "test", "notebooks": "lab", "bench": "test"}
CHECKS = [["ruff", "check", "."], ["mypy"], ["lint-imports"], ["deptry", "."], ["codespell"]]
# The whole suite on up to four processors; the cells of one notebook, and what one file shares, stay together.
SIDE_BY_SIDE = ["--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile"]
AGAIN = "Then run the same command again."
NO_VENV = (
    "This Python cannot make environments: its venv module is not complete. On Debian and Ubuntu run `sudo apt install "
    f"python{sys.version_info[0]}.{sys.version_info[1]}-venv`, elsewhere install Python from python.org. {AGAIN}"
)
# What pip and venv print when something is wrong, and what to do about it; the first that fits is said.
REASONS = [
    (r"No space left on device|Errno 28|not enough space on the disk", f"The disk is full. Free some space. {AGAIN}"),
    (r"ensurepip is not available|No module named ensurepip", NO_VENV),
    (r"CERTIFICATE_VERIFY_FAILED|SSLError",
     "The package index showed a certificate that this Python does not trust, as happens behind a school's proxy. Ask "
     f"for the proxy's certificate and tell pip: `pip config set global.cert FILE`. {AGAIN}"),
    (r"NewConnectionError|ConnectTimeout|onnection broken by|Max retries|name resolution|getaddrinfo failed|ProxyError"
     r"|Network is unreachable|Read ?[Tt]imed? ?out|Connection refused|ConnectionReset|HTTP error 5\d\d",
     "The package index could not be reached. Check the network, the variable HTTPS_PROXY if you use a proxy, and the "
     f"mirror that pip is set to (`pip config list` shows it). {AGAIN}"),
    (r"DO NOT MATCH THE HASHES",
     "A downloaded file is not the one that was tested, so it was not installed. Empty pip's store with `pip cache "
     f"purge`, or ask who keeps your mirror. {AGAIN}"),
    (r"No matching distribution found for ([^\s;]+)",
     f"Where pip looks there is no file of {{0}} for this Python ({HERE} on {sys.platform}). Use Python 3.11 to 3.14 "
     "on Linux, macOS or Windows, or ask who keeps your mirror to add it."),
    (r"Permission denied|Access is denied|WinError (?:5|32)\b",
     f"A file of the environment is in use or protected. Close what uses it, such as an open lab. {AGAIN}"),
]


class Stop(Exception):
    """One sentence for the person at the keyboard; the program ends with exit code 2."""


def say(text: str) -> None:
    print(text, flush=True)


def works(command: list[str]) -> bool:
    """Say whether a command starts a Python that is new enough."""
    probe = f"import sys; sys.exit(sys.version_info < {NEEDED!r})"
    try:
        return subprocess.run([*command, "-c", probe], capture_output=True, timeout=20).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def newer_python() -> str:
    """Name a newer Python of this machine, or return an empty text."""
    names = [f"python3.{minor}" for minor in range(20, NEEDED[1] - 1, -1)] + ["python3", "python"]
    tries = [[name] for name in names if shutil.which(name)]
    if WINDOWS and shutil.which("py"):
        tries.insert(0, ["py", "-3"])
    return next((" ".join(command) for command in tries if works(command)), "")


def check_python(arguments: list[str]) -> None:
    if sys.version_info < NEEDED:
        newer = newer_python()
        todo = f"Install a newer one, from python.org or with your system's packages. {AGAIN}"
        if newer:
            todo = f"This machine has a newer one: run `{newer} start.py {' '.join(arguments)}`."
        elif WINDOWS:
            todo = "Install a newer one from python.org, then run `py start.py lab`."
        here = f"this is Python {HERE} ({sys.executable})"
        raise Stop(f"casekit needs Python {NEEDED[0]}.{NEEDED[1]} or newer, and {here}. {todo}")
    if WINDOWS and ("ARM" in sys.version.upper() or sys.maxsize < 2**32):
        raise Stop("Some libraries exist only for the 64-bit Intel (x64) Python on Windows, which runs on ARM "
                   f"machines too: install that one from python.org. {AGAIN}")


def check_machine(kind: str) -> None:
    """Look for what would stop an install half way, before anything is made."""
    try:
        import ensurepip  # noqa: F401  (Debian and Ubuntu ship venv without it)
    except ImportError:
        raise Stop(NO_VENV) from None
    need, free = SIZES[kind][2], shutil.disk_usage(ROOT).free // 1_000_000
    if free < need:
        raise Stop(f"The disk is too full: the environment needs about {need} MB free in {ROOT}, and {free} MB are "
                   f"left. Free some space. {AGAIN}")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def listed(kind: str) -> Path:
    return ROOT / "requirements" / f"{kind}.txt"


def finished(kind: str) -> dict:
    """Return what the stamp says once everything is in place."""
    python = os.path.realpath(PYTHON)  # a system's upgrade changes where the link leads
    return {"root": str(ROOT), "python": python, "kit": digest(ROOT / "pyproject.toml"), kind: digest(listed(kind))}


def read_stamp() -> dict | None:
    """Return the stamp, empty when damaged, or None when this program did not make the environment."""
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        return {}


def write_stamp(stamp: dict) -> None:
    fresh = STAMP.with_suffix(".new")
    fresh.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    os.replace(fresh, STAMP)


def ready(kind: str, stamp: dict | None) -> bool:
    """Say whether nothing is left to do; an environment for the tests serves the lab too."""
    here = bool(stamp) and PYTHON.exists()
    return here and any(finished(have).items() <= stamp.items() for have in {kind, "test"})


def prepare(kind: str) -> None:
    """Bring `.venv` to the exact versions that `kind` asks for, or leave nothing half made."""
    stamp = read_stamp()
    if ready(kind, stamp):
        return
    started = time.monotonic()
    check_machine(kind)
    if VENV.exists() and stamp is None:
        raise Stop(f"{VENV} was not made by this program, so it is left alone. Rename or remove it. {AGAIN}")
    fresh = stamp is None
    if stamp is not None:
        here = finished(kind)
        fresh = any(stamp.get(key) != here[key] for key in ("root", "python")) or not works([str(PYTHON)])
        if fresh:
            say(f"{VENV} is unfinished, or was made for another place or another Python: it is made anew.")
            remove_environment()
        elif "test" in stamp:
            kind = "test"  # what was installed for the tests is kept up to date with the rest
    try:
        if fresh:
            make_environment()
        else:
            say(f"[1/3] The environment in {VENV} is brought up to date")
            write_stamp({key: stamp[key] for key in ("root", "python")})
        install(kind)
        write_stamp(finished(kind))
    except BaseException as error:
        if fresh:
            remove_environment()
        raise in_words(error, fresh) from error
    say(f"Ready after {time.monotonic() - started:.0f} s. The next start is immediate.")


def make_environment() -> None:
    say(f"[1/3] Making an environment for Python {HERE} in {VENV}")
    VENV.mkdir()
    write_stamp({"root": str(ROOT)})  # so that one left behind by a power cut is known as ours, and unfinished
    done = subprocess.run([sys.executable, "-m", "venv", str(VENV)], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode:
        raise Stop(explain(done.stdout))


def remove_environment() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    if VENV.exists():
        raise Stop(f"{VENV} could not be removed. Close the programs that use it and remove it. {AGAIN}")


def in_words(error: BaseException, fresh: bool) -> BaseException:
    """Turn what went wrong into a sentence that also says what is left behind."""
    left = "Nothing half made is left." if fresh else "Until then the environment is not up to date."
    number = getattr(error, "errno", None)
    if isinstance(error, (KeyboardInterrupt, Stop)):
        return Stop(f"{str(error) or 'Stopped by you.'} {left}")
    if number == errno.ENOSPC:
        return Stop(f"The disk is full. Free some space. {AGAIN} {left}")
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Stop(f"{ROOT} cannot be written to. Copy the kit to a folder of your own. {AGAIN} {left}")
    return error


def install(kind: str) -> None:
    count = len(set(re.findall(r"^[a-z0-9-]+", listed(kind).read_text(encoding="utf-8"), re.M)))
    download, disk, _ = SIZES[kind]
    say(f"[2/3] Installing about {count} libraries at the versions that were tested: {download} MB to download, "
        f"{disk} MB on disk, a minute or more")
    # Compiling everything takes 200 MB and a third of the time, mostly for files that are never used. Python
    # compiles what it imports by itself, unless this machine forbids that.
    lean = ["--no-compile"] if kind == "lab" and not sys.dont_write_bytecode else []
    pip([*lean, "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(listed(kind))], count)
    say("[3/3] Installing casekit itself, in place")
    pip(["--no-deps", "--no-index", "--no-build-isolation", "--editable", str(ROOT)], 1)


def pip(arguments: list[str], count: int) -> None:
    """Run pip and say how far it is; raise `Stop` with the reason when it fails."""
    unwanted = {f"PIP_{name}" for name in ("TARGET", "PREFIX", "REQUIRE_HASHES", "NO_BINARY", "ONLY_BINARY")}
    env = {key: value for key, value in os.environ.items() if key not in unwanted}
    # Without a retry pip does not even say that it could not reach the index.
    env.update(PIP_RETRIES="2", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1", PIP_USER="0")
    command = [str(PYTHON), "-I", "-X", "utf8", "-m", "pip", "install", *arguments]
    process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace")
    lines: list[str] = []
    reader = threading.Thread(target=lambda: [lines.append(line) for line in process.stdout], daemon=True)
    reader.start()
    try:
        watch(reader, lines, count)
        if process.wait():
            raise Stop(explain("".join(lines)))
    except BaseException:
        process.terminate()
        process.wait()
        raise


def watch(reader: threading.Thread, lines: list[str], count: int) -> None:
    """Tick in one line on a screen, and with a line every fifteen seconds elsewhere."""
    started = spoken = time.monotonic()
    while reader.is_alive():
        reader.join(0.25)
        now = time.monotonic()
        found = sum(line.startswith("Collecting ") for line in list(lines))
        unpacking = any(line.startswith("Installing collected") for line in lines[-20:])
        text = f"      {'unpacking' if unpacking else f'{found} of about {count}'}, {now - started:.0f} s"
        if not QUIET:
            print(f"\r{text:60}", end="", flush=True)
        elif now - spoken >= 15:
            say(text)
            spoken = now
    if not QUIET:
        print(f"\r{'':60}\r", end="", flush=True)


def explain(output: str) -> str:
    """Find the reason in what pip or venv printed; keep the whole of it in a file when there is none."""
    for pattern, sentence in REASONS:
        found = re.search(pattern, output)
        if found:
            return sentence.format(*found.groups())
    with tempfile.NamedTemporaryFile("w", prefix="casekit-", suffix=".log", delete=False, encoding="utf-8") as log:
        log.write(output)
    lines = [line.strip() for line in output.splitlines() if line.strip()] or ["no message"]
    last = next((line for line in reversed(lines) if "rror" in line), lines[-1])
    return f"The installation failed: {last} (all that was printed is in {log.name})."


def environment() -> dict:
    """Put `.venv` first on the path, so that a tool called by its name is the one from there."""
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONHOME", "PYTHONPATH")}
    return {**env, "VIRTUAL_ENV": str(VENV), "PATH": f"{BIN}{os.pathsep}{env.get('PATH', '')}"}


def hand_over(*arguments: str) -> int:
    """Become a program of the environment; this one ends as that one ends."""
    if not WINDOWS:
        os.execve(PYTHON, [str(PYTHON), *arguments], environment())
    process = subprocess.Popen([str(PYTHON), *arguments], env=environment())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the program was told too, and decides


def check() -> list[str]:
    """Run the checks of the code and return the names of those that found something."""
    failed = []
    for tool, *rest in CHECKS:
        say(f"--- {' '.join([tool, *rest])}")
        if subprocess.run([str(BIN / f"{tool}{EXE}"), *rest], cwd=ROOT, env=environment()).returncode:
            failed.append(tool)
    return failed


def test(arguments: list[str]) -> int:
    """Run the checks and every test; with arguments only pytest, with them."""
    failed = [] if arguments else check()
    arguments = arguments or SIDE_BY_SIDE
    say(f"--- pytest {' '.join(arguments)}")
    code = subprocess.run([str(PYTHON), "-m", "pytest", *arguments], cwd=ROOT, env=environment()).returncode
    if failed:
        print(f"These checks found something, see above: {', '.join(failed)}.", file=sys.stderr, flush=True)
    return code or int(bool(failed))


def run(verb: str, rest: list[str]) -> int:
    if verb not in VERBS:
        raise Stop(f"There is no job `{verb}`. Say one of: {', '.join(VERBS)}.")
    prepare(VERBS[verb])
    jobs = {"lab": ["-m", "casekit", "lab"], "notebooks": ["-m", "casekit._notebooks"],
            "bench": [str(ROOT / "tests" / "benchmarks")]}
    if verb in jobs:
        return hand_over(*jobs[verb], *rest)
    return test(rest) if verb == "test" else int(bool(check()))


def main(arguments: list[str]) -> int:
    if arguments[:1] in (["-h"], ["--help"], ["help"]):
        say((__doc__ or "").strip())
        return 0
    if not arguments or arguments[0].startswith("-"):
        arguments = ["lab", *arguments]
    try:
        check_python(arguments)
        return run(arguments[0], arguments[1:])
    except (Stop, KeyboardInterrupt) as stop:
        print(str(stop) or "Stopped by you.", file=sys.stderr, flush=True)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
