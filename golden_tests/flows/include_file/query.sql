-- Everything that was sold
SELECT day, sum(price) FROM sales GROUP BY day
