namespace Release.Sandbox.GitHub.Repositories;

/// <summary>What somebody might do to an application.</summary>
/// <param name="Title">As in a commit's first line.</param>
/// <param name="Path">The file it touches; <c>{time}</c> stands for a migration's time.</param>
/// <param name="Why">The body of its pull request.</param>
internal sealed record SampleChange(string Title, string Path, string Why)
{
    public bool IsMigration => Path.Contains("{time}", StringComparison.Ordinal);

    /// <summary>A branch's name for it.</summary>
    public string Branch => string.Join('-', Title.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(5))
        .Replace("'", "", StringComparison.Ordinal);

    /// <summary>What the commits of its branch do, one after the other.</summary>
    public SampleChange Step(int commit) => commit switch
    {
        0 => this,
        1 => new SampleChange($"Test: {char.ToLowerInvariant(Title[0])}{Title[1..]}", SpecPath, Why),
        _ => new SampleChange("Put right what review found", SpecPath, Why),
    };

    private string SpecPath =>
        $"spec/changes/{new string([.. Title.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')])}_spec.rb";
}
