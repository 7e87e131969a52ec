"""Apache Airflow: one DAG file, which Airflow 2.10 to 3.3 run as it is.

No target yet: what makes the operators of steps, and puts a file together, is still to come.
"""
