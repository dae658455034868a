using System.Reflection;

namespace Release.Tests.Unit.Architecture;

public sealed class DependencyTests
{
    [Theory]
    [InlineData("Release.Core", "Octokit", "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "Hangfire", "Release.")]
    [InlineData("Release.Data", "Octokit", "Release.Integrations", "Release.Sandbox", "Release.Web")]
    [InlineData("Release.Integrations", "Release.Data", "Release.Sandbox", "Release.Web", "Microsoft.EntityFrameworkCore", "Hangfire")]
    [InlineData("Release.Sandbox", "Octokit", "Release.", "Hangfire", "Microsoft.EntityFrameworkCore")]
    [InlineData("Release.Web", "Octokit", "Release.Sandbox")]
    public void A_project_uses_only_what_the_design_allows(string project, params string[] forbidden)
    {
        var references = Assembly.Load(project).GetReferencedAssemblies().Select(reference => reference.Name!);

        references.Where(name => forbidden.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            .ShouldBeEmpty($"{project} may not use these");
    }
}
