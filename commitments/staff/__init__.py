"""What staff pages show: queues, reviews, history, throughput and coverage."""
