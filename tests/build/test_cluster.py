"""The same map on a Dask cluster: the same bytes, also when a worker is lost on the way."""

import subprocess
import sys
from pathlib import Path

import pytest

from growing_school import Growing, add_learner, new_school
from wayfolio.build.request import BuildRequest

pytestmark = pytest.mark.long

# In a process of its own: the cluster's many threads and sockets are not ours to tidy up.
BUILD = """
import os
import signal
import sys
import threading
import time
from datetime import date
from pathlib import Path

from distributed import LocalCluster

from wayfolio.build.api import build_site
from wayfolio.build.request import BuildRequest

if __name__ == "__main__":
    root, lost = Path(sys.argv[1]), sys.argv[2] == "lost"
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        if lost:
            victim = next(iter(cluster.workers.values())).process.process.pid
            threading.Timer(1.0, os.kill, (victim, signal.SIGKILL)).start()
        request = BuildRequest(
            root=root,
            today=date(2027, 3, 12),
            is_searchable=False,
            cluster=cluster.scheduler_address,
        )
        report = build_site(request)
        print(report.is_clean, report.learners)
"""


@pytest.fixture
def school(tmp_path: Path) -> Growing:
    growing = Growing(new_school(tmp_path / "school"))
    for number in range(120):
        add_learner(growing.root, f"eve-{number}")
    return growing


@pytest.mark.parametrize("worker", ["kept", "lost"])
def test_a_cluster_makes_what_one_process_makes(
    school: Growing, worker: str, tmp_path: Path
) -> None:
    script = tmp_path / "api.py"
    script.write_text(BUILD, "utf-8")

    done = subprocess.run(
        [sys.executable, str(script), str(school.root), worker],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.stdout.splitlines()[-1:] == ["True 123"], done.stderr[-2000:]
    assert school.site() == school.build_clean()


def test_a_cluster_that_does_not_answer_is_told_in_a_sentence(school: Growing) -> None:
    from wayfolio.build import api, workers

    with pytest.raises(workers.ClusterMissing, match="no scheduler answers at"):
        api.build_site(
            BuildRequest(
                root=school.root,
                today=school.today,
                is_searchable=False,
                cluster="tcp://127.0.0.1:9",
            )
        )
