"""One framework, one process: `peers.py plain|mesa|radcad|cadcad AGENTS DAYS`; the last line of the output is JSON.

Each runs the same seeds; time is processor time of the runs alone, imports and set-up excluded.
Without agents a step of radCAD and cadCAD is an hour instead of a day: crowd, then chain.
"""

import contextlib
import importlib.metadata
import io
import json
import sys
import time

from model import Economy

RUNS = 5


def plain(agents, days, seed):
    """No framework: the floor of what Python can do."""
    economy = Economy(agents, seed)
    yield
    for _ in range(days):
        day(economy)
    yield economy.figures()


def day(economy):
    block = -(-len(economy.accounts) // 24)
    for hour in range(24):
        economy.hour()
        for account in economy.accounts[hour * block:(hour + 1) * block]:
            economy.act(account)
    economy.crank()


def mesa(agents, days, seed):
    """Every account is a Mesa agent; the model's step is a day."""
    import mesa as framework

    class Person(framework.Agent):
        def __init__(self, model, account):
            super().__init__(model)
            self.account = account

        def step(self):
            self.model.economy.act(self.account)

    class World(framework.Model):
        def __init__(self):
            super().__init__()
            self.economy = Economy(agents, seed)
            self.people = [Person(self, account) for account in self.economy.accounts]

        def step(self):
            block = -(-len(self.people) // 24)
            for hour in range(24):
                self.economy.hour()
                for person in self.people[hour * block:(hour + 1) * block]:
                    person.step()
            self.economy.crank()

    world = World()
    yield
    for _ in range(days):
        world.step()
    yield world.economy.figures()


def steps(agents, days):
    return days if agents else 24 * days


def blocks():
    """Two update blocks, as in cadCAD: crowd and agents, then the chain's crank."""

    def move(params, substep, history, state, **_):
        economy = state["economy"]
        if not economy.accounts:
            economy.hour()
            return {"economy": economy}
        block = -(-len(economy.accounts) // 24)
        for hour in range(24):
            economy.hour()
            for account in economy.accounts[hour * block:(hour + 1) * block]:
                economy.act(account)
        return {"economy": economy}

    def crank(params, substep, history, state, **_):
        if state["economy"].accounts or state["timestep"] % 24 == 0:
            state["economy"].crank()
        return {"economy": state["economy"]}

    def keep(params, substep, history, state, signal, **_):
        return "economy", signal["economy"]

    return [{"policies": {"p": policy}, "variables": {"economy": keep}} for policy in (move, crank)]


def radcad(agents, days, seed):
    from radcad import Model, Simulation
    from radcad.engine import Engine, Backend

    model = Model(initial_state={"economy": Economy(agents, seed)}, state_update_blocks=blocks(), params={})
    simulation = Simulation(model=model, timesteps=steps(agents, days), runs=1)
    # Copies of the state are switched off: with them it is many times slower.
    simulation.engine = Engine(backend=Backend.SINGLE_PROCESS, deepcopy=False, drop_substeps=True)
    yield
    result = simulation.run()
    yield result[-1]["economy"].figures()


def cadcad(agents, days, seed):
    from cadCAD.configuration import Experiment
    from cadCAD.configuration.utils import config_sim
    from cadCAD.engine import ExecutionContext, ExecutionMode, Executor

    experiment = Experiment()
    experiment.append_model(
        model_id="economy",
        initial_state={"economy": Economy(agents, seed)},
        partial_state_update_blocks=blocks(),
        sim_configs=config_sim({"N": 1, "T": range(steps(agents, days)), "M": {"unused": [0]}}),
    )
    context = ExecutionContext(context=ExecutionMode().local_mode)
    executor = Executor(exec_context=context, configs=experiment.configs)
    yield
    with contextlib.redirect_stdout(io.StringIO()):
        result, _, _ = executor.execute()
    yield result[-1]["economy"].figures()


def main():
    name, agents, days = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    secs, figures = 0.0, []
    for seed in range(RUNS):
        run = globals()[name](agents, days, seed)
        next(run)
        start = time.process_time()
        figures.append(next(run))
        secs += time.process_time() - start
    version = importlib.metadata.version(name) if name != "plain" else "Python"
    mean = {key: sum(one[key] for one in figures) / RUNS for key in figures[0]}
    print(json.dumps({"name": name, "version": version, "steps_per_sec": RUNS * agents * days / secs, "hours_per_sec": RUNS * 24 * days / secs, "figures": mean}))


if __name__ == "__main__":
    main()
