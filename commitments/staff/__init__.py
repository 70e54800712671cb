"""What the pages of the desk show: queues, reviews, history, throughput and coverage."""
