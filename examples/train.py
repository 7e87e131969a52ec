"""Trains a classifier for handwritten digits, every night.

The flow profiles the data while it searches over hyper-parameters, then trains a network
with the best setting on a GPU, and puts both results into one report.

    flowc run examples/train.py --epochs 10
    flowc compile examples/train.py --target argo
"""

from metaflow import (
    FlowSpec,
    Parameter,
    card,
    catch,
    environment,
    kubernetes,
    project,
    resources,
    retry,
    schedule,
    step,
    timeout,
)

TRAINING = {"cpu": 2, "memory": 4096}


def loss_with_torch(flow):
    """Trains on the GPU, where there is one, and gives the loss on the training data."""
    import torch

    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network = torch.nn.Sequential(
        torch.nn.Linear(64, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10)
    ).to(device)
    optimizer = torch.optim.Adam(network.parameters())
    images = torch.tensor(flow.train_x, dtype=torch.float32, device=device)
    labels = torch.tensor(flow.train_y, device=device)
    for _ in range(flow.epochs):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(network(images), labels).backward()
        optimizer.step()
    return torch.nn.functional.cross_entropy(network(images), labels).item()


def loss_with_scikit_learn(flow):
    """The same on the CPU."""
    from sklearn.neural_network import MLPClassifier

    network = MLPClassifier(hidden_layer_sizes=(32,), random_state=0)
    for _ in range(flow.epochs):
        network.partial_fit(flow.train_x, flow.train_y, classes=range(10))
    return network.loss_


@project(name="digits")
@schedule(cron="30 2 * * *", timezone="Europe/Helsinki")
class TrainFlow(FlowSpec):
    test_share = Parameter("test-share", default=0.2, help="Share of the data kept for testing.")
    epochs = Parameter("epochs", default=20, help="Epochs that the network trains for.")

    @step
    def start(self):
        """Loads the data and keeps a part of it for testing."""
        from sklearn.datasets import load_digits
        from sklearn.model_selection import train_test_split

        images, labels = load_digits(return_X_y=True)
        self.train_x, self.test_x, self.train_y, self.test_y = train_test_split(
            images, labels, test_size=self.test_share, random_state=0
        )
        self.next(self.profile, self.propose)

    @card
    @step
    def profile(self):
        """Counts the classes, for the report."""
        from collections import Counter

        self.classes = dict(Counter(int(label) for label in self.train_y))
        self.next(self.report)

    @step
    def propose(self):
        """Lists the settings to try."""
        self.settings = [
            {"max_depth": depth, "n_estimators": trees}
            for depth in (4, 8, 16)
            for trees in (50, 200)
        ]
        self.next(self.fit, foreach="settings")

    @retry(times=2, minutes_between_retries=1)
    @timeout(minutes=30)
    @resources(**TRAINING)
    @step
    def fit(self):
        """Fits a forest with one of the settings."""
        from sklearn.ensemble import RandomForestClassifier

        self.setting = self.input
        self.model = RandomForestClassifier(**self.setting, random_state=0)
        self.model.fit(self.train_x, self.train_y)
        self.score = self.model.score(self.test_x, self.test_y)
        self.next(self.choose)

    @step
    def choose(self, inputs):
        """Keeps the forest that scores best."""
        best = max(inputs, key=lambda fitted: fitted.score)
        self.setting = best.setting
        self.forest_score = best.score
        self.network_loss = None  # stays so where the next step fails and @catch steps in
        self.merge_artifacts(inputs, exclude=["model", "score"])
        self.next(self.train_network)

    @catch(var="network_failure")
    @retry(times=1)
    @timeout(hours=2)
    @environment(vars={"CUBLAS_WORKSPACE_CONFIG": ":4096:8"})
    @resources(memory="16Gi")
    @kubernetes(
        image="pytorch/pytorch:2.5.1-cuda12.4-cudnn9-runtime",
        cpu=4,
        gpu=1,
        shared_memory=4096,
        node_selector={"accelerator": "a100"},
        tolerations=[{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}],
    )
    @step
    def train_network(self):
        """Trains a network on the same data, on a GPU."""
        try:
            self.network_loss = loss_with_torch(self)
        except ImportError:
            print("no PyTorch here: training a smaller network with scikit-learn")
            self.network_loss = loss_with_scikit_learn(self)
        self.next(self.report)

    @card
    @step
    def report(self, inputs):
        """Puts the profile and the two models side by side."""
        self.classes = inputs.profile.classes
        self.forest_score = inputs.train_network.forest_score
        self.network_loss = inputs.train_network.network_loss
        self.next(self.end)

    @step
    def end(self):
        print(f"forest: {self.forest_score:.3f}, network loss: {self.network_loss}")


if __name__ == "__main__":
    TrainFlow()
