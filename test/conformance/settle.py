"""Has LibreOffice settle the tracked changes of Word files: settle.py (FILE accept|reject|keep RESULT)...

Run by the Python that Debian's python3-uno belongs to. The office is one of our own, with settings in a folder that is
thrown away, and ends with us.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

COMMANDS = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}
PATIENCE = 60  # seconds for the office to start, and again for all its work


def setting(name, value):
    return PropertyValue(Name=name, Value=value)


def connected(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    url = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    for _ in range(PATIENCE * 5):
        try:
            return resolver.resolve(url)
        except NoConnectException:
            time.sleep(0.2)
    sys.exit("LibreOffice has not started")


def settle(context, source, verdict, target):
    make = context.ServiceManager.createInstanceWithContext
    desktop = make("com.sun.star.frame.Desktop", context)
    document = desktop.loadComponentFromURL(
        uno.systemPathToFileUrl(os.path.abspath(source)), "_blank", 0, (setting("Hidden", True),)
    )
    if verdict in COMMANDS:
        dispatcher = make("com.sun.star.frame.DispatchHelper", context)
        frame = document.CurrentController.Frame
        dispatcher.executeDispatch(frame, COMMANDS[verdict], "", 0, ())
    url = uno.systemPathToFileUrl(os.path.abspath(target))
    document.storeToURL(url, (setting("FilterName", "MS Word 2007 XML"),))
    document.close(True)


def main(jobs):
    with tempfile.TemporaryDirectory() as settings:
        pipe = f"minutebook-{os.getpid()}"
        office = subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation=file://{settings}",
                "--headless",
                "--norestore",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        # An office that hangs is ended from outside: a call to it never comes back by itself.
        watch = threading.Timer(2 * PATIENCE, end, [office])
        watch.start()
        try:
            context = connected(pipe)
            for at in range(0, len(jobs), 3):
                settle(context, *jobs[at : at + 3])
        finally:
            watch.cancel()
            end(office)


def end(office):
    """Ends the office with the processes that it has started."""
    try:
        os.killpg(office.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    office.wait()


main(sys.argv[1:])
