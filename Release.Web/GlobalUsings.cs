// ASP.NET has an EnvironmentName of its own (obsolete), and its namespace is imported everywhere.
global using EnvironmentName = Release.Core.Environments.EnvironmentName;
