select å
from b
