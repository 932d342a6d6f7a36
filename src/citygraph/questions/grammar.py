"""The grammar of SPARQL 1.1 queries, as in SPARQL 1.1 Query Language, section 19.8.

Only the rules that a query can use are here. Words in capitals are kinds of tokens, quoted ones
stand for themselves, whatever the case; numbers carry their sign as a mark of its own. The order
of alternatives is such that the first one that fits is the right one.
"""

GRAMMAR = r"""
Query ::= Prologue (SelectQuery | ConstructQuery | DescribeQuery | AskQuery) ValuesClause
Prologue ::= (BaseDecl | PrefixDecl)*
BaseDecl ::= 'BASE' IRI
PrefixDecl ::= 'PREFIX' PREFIX IRI
SelectQuery ::= SelectClause DatasetClause* WhereClause SolutionModifier
SubSelect ::= SelectClause WhereClause SolutionModifier ValuesClause
SelectClause ::= 'SELECT' ('DISTINCT' | 'REDUCED')? ('*' | (Var | '(' Expression 'AS' Var ')')+)
ConstructQuery ::= 'CONSTRUCT' (ConstructTemplate DatasetClause* WhereClause | ShortConstruct) \
SolutionModifier
ShortConstruct ::= DatasetClause* 'WHERE' '{' TriplesTemplate? '}'
DescribeQuery ::= 'DESCRIBE' (VarOrIri+ | '*') DatasetClause* WhereClause? SolutionModifier
AskQuery ::= 'ASK' DatasetClause* WhereClause SolutionModifier
DatasetClause ::= 'FROM' (iri | 'NAMED' iri)
WhereClause ::= 'WHERE'? GroupGraphPattern
SolutionModifier ::= GroupClause? HavingClause? OrderClause? LimitOffsetClauses?
GroupClause ::= 'GROUP' 'BY' GroupCondition+
GroupCondition ::= BuiltInCall | FunctionCall | '(' Expression ('AS' Var)? ')' | Var
HavingClause ::= 'HAVING' Constraint+
OrderClause ::= 'ORDER' 'BY' OrderCondition+
OrderCondition ::= ('ASC' | 'DESC') BrackettedExpression | Constraint | Var
LimitOffsetClauses ::= LimitClause OffsetClause? | OffsetClause LimitClause?
LimitClause ::= 'LIMIT' NUMBER
OffsetClause ::= 'OFFSET' NUMBER
ValuesClause ::= ('VALUES' DataBlock)?
TriplesTemplate ::= TriplesSameSubject ('.' TriplesTemplate?)?
GroupGraphPattern ::= '{' (SubSelect | GroupGraphPatternSub) '}'
GroupGraphPatternSub ::= TriplesBlock? (GraphPatternNotTriples '.'? TriplesBlock?)*
TriplesBlock ::= TriplesSameSubjectPath ('.' TriplesBlock?)?
GraphPatternNotTriples ::= GroupOrUnionGraphPattern | OptionalGraphPattern | MinusGraphPattern \
| GraphGraphPattern | ServiceGraphPattern | Filter | Bind | InlineData
OptionalGraphPattern ::= 'OPTIONAL' GroupGraphPattern
GraphGraphPattern ::= 'GRAPH' VarOrIri GroupGraphPattern
ServiceGraphPattern ::= 'SERVICE' 'SILENT'? VarOrIri GroupGraphPattern
Bind ::= 'BIND' '(' Expression 'AS' Var ')'
InlineData ::= 'VALUES' DataBlock
DataBlock ::= InlineDataOneVar | InlineDataFull
InlineDataOneVar ::= Var '{' DataBlockValue* '}'
InlineDataFull ::= '(' Var* ')' '{' ('(' DataBlockValue* ')')* '}'
DataBlockValue ::= RDFLiteral | NumericLiteral | BooleanLiteral | 'UNDEF' | iri
MinusGraphPattern ::= 'MINUS' GroupGraphPattern
GroupOrUnionGraphPattern ::= GroupGraphPattern ('UNION' GroupGraphPattern)*
Filter ::= 'FILTER' Constraint
Constraint ::= BrackettedExpression | BuiltInCall | FunctionCall
FunctionCall ::= iri ArgList
ArgList ::= '(' ')' | '(' 'DISTINCT'? Expression (',' Expression)* ')'
ExpressionList ::= '(' ')' | '(' Expression (',' Expression)* ')'
ConstructTemplate ::= '{' ConstructTriples? '}'
ConstructTriples ::= TriplesSameSubject ('.' ConstructTriples?)?
TriplesSameSubject ::= VarOrTerm PropertyListNotEmpty | TriplesNode PropertyList
PropertyList ::= PropertyListNotEmpty?
PropertyListNotEmpty ::= Verb ObjectList (';' (Verb ObjectList)?)*
Verb ::= VarOrIri | 'a'
ObjectList ::= GraphNode (',' GraphNode)*
TriplesSameSubjectPath ::= VarOrTerm PropertyListPathNotEmpty | TriplesNodePath PropertyListPath
PropertyListPath ::= PropertyListPathNotEmpty?
PropertyListPathNotEmpty ::= (Var | Path) ObjectListPath (';' ((Var | Path) ObjectList)?)*
ObjectListPath ::= GraphNodePath (',' GraphNodePath)*
Path ::= PathSequence ('|' PathSequence)*
PathSequence ::= PathElt ('/' PathElt)*
PathElt ::= '^'? PathPrimary ('?' | '*' | '+')?
PathPrimary ::= iri | 'a' | '!' PathNegatedPropertySet | '(' Path ')'
PathNegatedPropertySet ::= PathOneInPropertySet \
| '(' (PathOneInPropertySet ('|' PathOneInPropertySet)*)? ')'
PathOneInPropertySet ::= '^'? (iri | 'a')
TriplesNode ::= Collection | BlankNodePropertyList
BlankNodePropertyList ::= '[' PropertyListNotEmpty ']'
TriplesNodePath ::= '(' GraphNodePath+ ')' | '[' PropertyListPathNotEmpty ']'
Collection ::= '(' GraphNode+ ')'
GraphNode ::= VarOrTerm | TriplesNode
GraphNodePath ::= VarOrTerm | TriplesNodePath
VarOrTerm ::= Var | GraphTerm
VarOrIri ::= Var | iri
Var ::= VARIABLE
GraphTerm ::= iri | RDFLiteral | NumericLiteral | BooleanLiteral | BLANK | '[' ']' | '(' ')'
Expression ::= ConditionalAndExpression ('||' ConditionalAndExpression)*
ConditionalAndExpression ::= RelationalExpression ('&&' RelationalExpression)*
RelationalExpression ::= AdditiveExpression (('=' | '!=' | '<=' | '>=' | '<' | '>') \
AdditiveExpression | 'IN' ExpressionList | 'NOT' 'IN' ExpressionList)?
AdditiveExpression ::= MultiplicativeExpression (('+' | '-') MultiplicativeExpression)*
MultiplicativeExpression ::= UnaryExpression (('*' | '/') UnaryExpression)*
UnaryExpression ::= ('!' | '+' | '-') UnaryExpression | PrimaryExpression
PrimaryExpression ::= BrackettedExpression | BuiltInCall | iri ArgList? | RDFLiteral \
| NumericLiteral | BooleanLiteral | Var
BrackettedExpression ::= '(' Expression ')'
BuiltInCall ::= Aggregate | ('RAND' | 'NOW' | 'UUID' | 'STRUUID') '(' ')' \
| 'BNODE' ('(' ')' | '(' Expression ')') | 'BOUND' '(' Var ')' \
| ('CONCAT' | 'COALESCE') ExpressionList | 'REGEX' Arguments2to3 | 'SUBSTR' Arguments2to3 \
| 'REPLACE' '(' Expression ',' Expression ',' Expression (',' Expression)? ')' \
| 'IF' '(' Expression ',' Expression ',' Expression ')' | 'NOT'? 'EXISTS' GroupGraphPattern \
| Function2 '(' Expression ',' Expression ')' | Function1 '(' Expression ')'
Arguments2to3 ::= '(' Expression ',' Expression (',' Expression)? ')'
Function1 ::= 'STR' | 'LANG' | 'DATATYPE' | 'IRI' | 'URI' | 'ABS' | 'CEIL' | 'FLOOR' | 'ROUND' \
| 'STRLEN' | 'UCASE' | 'LCASE' | 'ENCODE_FOR_URI' | 'YEAR' | 'MONTH' | 'DAY' | 'HOURS' \
| 'MINUTES' | 'SECONDS' | 'TIMEZONE' | 'TZ' | 'MD5' | 'SHA1' | 'SHA256' | 'SHA384' | 'SHA512' \
| 'ISIRI' | 'ISURI' | 'ISBLANK' | 'ISLITERAL' | 'ISNUMERIC'
Function2 ::= 'LANGMATCHES' | 'CONTAINS' | 'STRSTARTS' | 'STRENDS' | 'STRBEFORE' | 'STRAFTER' \
| 'STRLANG' | 'STRDT' | 'SAMETERM'
Aggregate ::= 'COUNT' '(' 'DISTINCT'? ('*' | Expression) ')' \
| ('SUM' | 'MIN' | 'MAX' | 'AVG' | 'SAMPLE') '(' 'DISTINCT'? Expression ')' \
| 'GROUP_CONCAT' '(' 'DISTINCT'? Expression (';' 'SEPARATOR' '=' STRING)? ')'
RDFLiteral ::= STRING (LANGUAGE | '^^' iri)?
NumericLiteral ::= ('+' | '-')? NUMBER
BooleanLiteral ::= 'true' | 'false'
iri ::= IRI | NAME
"""
