namespace Release.Web.Components.Pages.Board;

/// <summary>What a cell's colour and icon say. Never colour alone: a line of words goes with it.</summary>
public enum CellTone
{
    /// <summary>The configuration repository has no file for it and nothing was deployed.</summary>
    Blank,
    Quiet,
    Moving,

    /// <summary>The three truths differ: a person should look.</summary>
    Attention,
    Failed,
}
