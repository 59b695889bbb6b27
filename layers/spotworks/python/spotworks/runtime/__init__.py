"""Where a stage meets Lambda, API Gateway or a container. The only place with Powertools."""
