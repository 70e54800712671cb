"""What happens to acknowledged work when something breaks: `make faults`."""
