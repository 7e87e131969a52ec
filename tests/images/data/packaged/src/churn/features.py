from churn.constants import FACTOR


def scaled(weight):
    return weight * FACTOR
