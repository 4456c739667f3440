using Microsoft.ML.Trainers.FastTree;

namespace Jinan.IndustryBrain.Plugins.Training.Onnx;

/// <summary>
/// The trees of an ML.NET ensemble as the parallel lists that the operator TreeEnsembleRegressor takes (ai.onnx.ml).
/// </summary>
/// <remarks>
/// ML.NET numbers inner nodes from 0 and writes child ~k for leaf k; ONNX numbers all nodes of a tree together, so leaf k
/// of a tree with n inner nodes becomes node n + k. Both go to the first child when value &lt;= threshold, with thresholds
/// and values as 32-bit floats, so that every row takes the same way in both.
/// </remarks>
internal sealed class TreeEnsembleNodes
{
    public List<long> TreeIds { get; } = [];
    public List<long> NodeIds { get; } = [];
    public List<long> FeatureIds { get; } = [];
    public List<float> Values { get; } = [];
    public List<string> Modes { get; } = [];
    public List<long> TrueNodeIds { get; } = [];
    public List<long> FalseNodeIds { get; } = [];
    public List<long> LeafTreeIds { get; } = [];
    public List<long> LeafNodeIds { get; } = [];
    public List<float> LeafWeights { get; } = [];
    public float Bias { get; private init; }

    public static TreeEnsembleNodes From(TreeEnsemble<RegressionTree> ensemble)
    {
        var nodes = new TreeEnsembleNodes { Bias = (float)ensemble.Bias };
        for (var tree = 0; tree < ensemble.Trees.Count; tree++)
            nodes.Add(tree, ensemble.Trees[tree], ensemble.TreeWeights[tree]);
        return nodes;
    }

    private void Add(int treeId, RegressionTree tree, double weight)
    {
        if (tree.CategoricalSplitFlags.Any(categorical => categorical))
            throw new NotSupportedException("The tree splits on categories; train on numeric features only.");
        // A tree that never split has one leaf and no inner node, in ML.NET still listed as a node without children.
        var inner = tree.NumberOfLeaves == 1 ? 0 : tree.NumberOfNodes;
        for (var node = 0; node < inner; node++)
        {
            TreeIds.Add(treeId);
            NodeIds.Add(node);
            FeatureIds.Add(tree.NumericalSplitFeatureIndexes[node]);
            Values.Add(tree.NumericalSplitThresholds[node]);
            Modes.Add("BRANCH_LEQ");
            TrueNodeIds.Add(ChildId(tree.LeftChild[node], inner));
            FalseNodeIds.Add(ChildId(tree.RightChild[node], inner));
        }

        for (var leaf = 0; leaf < tree.NumberOfLeaves; leaf++)
        {
            TreeIds.Add(treeId);
            NodeIds.Add(inner + leaf);
            FeatureIds.Add(0);
            Values.Add(0);
            Modes.Add("LEAF");
            TrueNodeIds.Add(0);
            FalseNodeIds.Add(0);
            LeafTreeIds.Add(treeId);
            LeafNodeIds.Add(inner + leaf);
            LeafWeights.Add((float)(tree.LeafValues[leaf] * weight));
        }
    }

    private static long ChildId(int child, int inner) => child >= 0 ? child : inner + ~child;
}
