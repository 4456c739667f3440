using Jinan.IndustryBrain.EdgeConsole.Edge;

namespace Jinan.IndustryBrain.EdgeConsole.Parts.Connect;

/// <summary>The rows of a tree as far as it is open, from top to bottom. Children are put in as they come, page by page.</summary>
internal sealed class NodeRows
{
    private readonly List<TreeRow> _rows = [];
    private int _ids;

    public IReadOnlyList<TreeRow> All => _rows;

    /// <summary>Puts children in: below the parent where they are the first, else in place of the row that said there are more.</summary>
    public void Put(TreeRow? parent, TreeRow? inPlaceOf, int after, ChildrenAnswer children)
    {
        var at = 0;
        if (inPlaceOf is not null)
        {
            at = _rows.IndexOf(inPlaceOf);
            _rows.RemoveAt(at);
        }
        else if (parent is not null)
        {
            parent.IsOpen = true;
            at = _rows.IndexOf(parent) + 1;
        }

        var level = (parent?.Level ?? 0) + 1;
        var rows = children.Nodes.Select((node, i) => new TreeRow
        {
            Node = node, Parent = parent, Id = $"node-{_ids++}", Level = level, Position = after + i + 1, Size = children.Total,
        }).ToList();
        if (children.Next is { } next)
            rows.Add(new TreeRow { Parent = parent, Id = $"node-{_ids++}", Level = level, Position = next + 1, Size = children.Total, After = next });
        _rows.InsertRange(at, rows);
    }

    public void Clear() => _rows.Clear();

    /// <summary>Takes everything out that is below a row.</summary>
    public void Close(TreeRow row)
    {
        row.IsOpen = false;
        var first = _rows.IndexOf(row) + 1;
        var count = _rows.Skip(first).TakeWhile(below => below.Level > row.Level).Count();
        _rows.RemoveRange(first, count);
    }
}
